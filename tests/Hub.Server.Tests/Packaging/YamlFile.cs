using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Hub.Server.Tests.Packaging;

/// <summary>The documents of a YAML file as JSON, aliases resolved; every scalar is a string, as it is written.</summary>
internal static class YamlFile
{
    private static readonly IDeserializer Reader = new DeserializerBuilder().Build();

    public static IReadOnlyList<JsonObject> Read(string file) => Parse(File.ReadAllText(file));

    public static IReadOnlyList<JsonObject> Parse(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        var documents = new List<JsonObject>();
        while (parser.Accept<DocumentStart>(out _))
        {
            documents.Add(Convert(Reader.Deserialize<object>(parser)) as JsonObject ?? throw new InvalidDataException("A document was expected to be a mapping."));
        }

        return documents;
    }

    private static JsonNode? Convert(object? value) => value switch
    {
        Dictionary<object, object> mapping => new JsonObject(mapping.Select(pair => KeyValuePair.Create((string)pair.Key, Convert(pair.Value)))),
        List<object> list => new JsonArray([.. list.Select(Convert)]),
        string text => JsonValue.Create(text),
        _ => null,
    };
}
