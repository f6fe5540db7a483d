using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using YamlDotNet.Core;

namespace Hub.Connectors.Sdk.Manifest;

/// <summary>Finds, reads and checks a manifest.</summary>
public static class ManifestReader
{
    private const int FoldersAbove = 6;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new DurationConverter(), new TextConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <exception cref="ManifestException">It is not a manifest; every mistake is listed.</exception>
    public static ConnectorManifest Read(string file)
    {
        byte[] source;
        try
        {
            source = File.ReadAllBytes(file);
        }
        catch (IOException exception)
        {
            throw new ManifestException(file, [exception.Message]);
        }

        return Parse(source, file);
    }

    public static ConnectorManifest Parse(ReadOnlyMemory<byte> yaml, string file = "connector.yaml")
    {
        ConnectorManifest manifest;
        try
        {
            manifest = YamlDocument.Parse(Encoding.UTF8.GetString(yaml.Span)).Deserialize<ConnectorManifest>(Json)
                ?? throw new FormatException("The file is empty.");
        }
        catch (YamlException exception)
        {
            throw new ManifestException(file, [$"Line {exception.Start.Line}, column {exception.Start.Column}: {exception.Message}"]);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new ManifestException(file, [exception.Message]);
        }

        var mistakes = ManifestChecks.Check(manifest);
        return mistakes.Count == 0 ? manifest with { Source = yaml } : throw new ManifestException(file, mistakes);
    }

    internal static string Find(string file, string contentRoot)
    {
        if (Path.IsPathRooted(file))
        {
            return file;
        }

        var folders = new List<string> { AppContext.BaseDirectory, contentRoot, Environment.CurrentDirectory };
        var above = new DirectoryInfo(AppContext.BaseDirectory);
        for (var i = 0; i < FoldersAbove && above.Parent is { } parent; i++)
        {
            folders.Add(parent.FullName);
            above = parent;
        }

        return folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new ManifestException(file, [$"It was not found. Looked in: {string.Join(", ", folders.Distinct())}."]);
    }

    // ISO 8601: PT30S, P30D. Calendar months and years have no fixed length: .NET counts 30 and 365 days, good enough for a retention.
    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            try
            {
                return XmlConvert.ToTimeSpan(text ?? string.Empty);
            }
            catch (FormatException)
            {
                throw new JsonException($"An ISO 8601 duration like PT30S was expected instead of \"{text}\".");
            }
        }

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(XmlConvert.ToString(value));
    }

    // version: 1.0 is a number for YAML and a text for us.
    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw new JsonException($"A text was expected instead of {reader.TokenType}."),
        };

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
