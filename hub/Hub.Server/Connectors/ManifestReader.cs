using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Hub.JsonSchema;
using Hub.Server.Schemas;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hub.Server.Connectors;

/// <summary>
/// Reads <c>connector.yaml</c>: YAML to JSON, checked against the manifest's own schema, then into records. Inline schemas of
/// operations enter the schema catalogue under names of their own, so that payloads are checked the same way as shared ones.
/// </summary>
public sealed class ManifestReader(SchemaCatalog schemas)
{
    /// <summary>The manifest schema's identifier in the catalogue.</summary>
    public const string SchemaUrn = "urn:hub:connector-manifest";

    private const int MaxDepth = 64;

    // The longest shipped manifest has under a thousand.
    private const int MaxNodes = 50_000;

    /// <exception cref="ManifestException">It is not YAML, or not a manifest.</exception>
    public ConnectorManifest Read(ReadOnlyMemory<byte> yaml, string source)
    {
        var json = ToJson(yaml, source);
        if (schemas.Contains(SchemaUrn) && schemas.Validate(SchemaUrn, JsonSerializer.SerializeToUtf8Bytes(json)) is { Count: > 0 } errors)
        {
            throw new ManifestException(source, errors);
        }

        var metadata = json.GetProperty("metadata");
        var spec = json.GetProperty("spec");
        var name = metadata.GetProperty("name").GetString()!;
        return new ConnectorManifest
        {
            Name = name,
            Title = Text(metadata, "title"),
            Description = Text(metadata, "description"),
            Version = metadata.GetProperty("version").GetString()!,
            Category = Optional(metadata, "category"),
            Vendor = Optional(metadata, "vendor"),
            Operations = [.. spec.GetProperty("operations").EnumerateArray().Select(operation => ReadOperation(name, operation))],
            Egress = Strings(json, spec, "egress"),
            DataCategories = Strings(json, spec, "dataCategories"),
            Json = json,
        };
    }

    private ConnectorOperation ReadOperation(string connector, JsonElement operation)
    {
        var name = operation.GetProperty("name").GetString()!;
        var retry = operation.TryGetProperty("retry", out var found) ? found : default;
        return new ConnectorOperation
        {
            Name = name,
            Kind = Enum.Parse<ConnectorOperationKind>(operation.GetProperty("kind").GetString()!, ignoreCase: true),
            Title = operation.TryGetProperty("title", out _) ? Text(operation, "title") : new LocalizedText(name, name),
            InputSchema = SchemaOf(connector, name, operation, "input"),
            OutputSchema = SchemaOf(connector, name, operation, "output"),
            Timeout = Duration(operation, "timeout"),
            MaxAttempts = retry.ValueKind == JsonValueKind.Object && retry.TryGetProperty("max", out var max) ? max.GetInt32() : null,
            BackOff = Duration(retry, "backoff"),
            MaxBackOff = Duration(retry, "maxBackoff"),
        };
    }

    private string? SchemaOf(string connector, string operation, JsonElement json, string member)
    {
        if (!json.TryGetProperty(member, out var schema) || schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // A bare reference to a shared schema needs no schema of its own.
        if (schema.TryGetProperty("$ref", out var reference) && schema.EnumerateObject().Count() == 1 && schemas.Resolve(reference.GetString()!) is { } shared)
        {
            return shared;
        }

        // Named by its content as well: a connector that comes back with another schema gets another name.
        var content = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(schema)).AsSpan(0, 8));
        var id = $"urn:hub:connector:{connector}:{operation}:{member}:{content}";
        try
        {
            schemas.AddInline(id, schema.TryGetProperty("schema", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : schema);
        }
        catch (SchemaException error)
        {
            var place = $"/spec/operations/{operation}/{member}{error.Pointer}";
            throw new ManifestException(connector, [new PayloadError(place, "", new(error.Reason.Fr, error.Reason.En))]);
        }

        return id;
    }

    private static LocalizedText Text(JsonElement parent, string member)
    {
        var text = parent.GetProperty(member);
        return text.ValueKind == JsonValueKind.String
            ? new(text.GetString()!, text.GetString()!)
            : new(text.GetProperty("fr").GetString()!, text.GetProperty("en").GetString()!);
    }

    private static string? Optional(JsonElement parent, string member) =>
        parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] Strings(JsonElement root, JsonElement spec, string member) =>
        (spec.TryGetProperty(member, out var list) || root.TryGetProperty(member, out list)) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    private static TimeSpan? Duration(JsonElement parent, string member) =>
        parent.ValueKind == JsonValueKind.Object && Optional(parent, member) is { } text ? XmlConvert.ToTimeSpan(text) : null;

    private static JsonElement ToJson(ReadOnlyMemory<byte> yaml, string source)
    {
        try
        {
            var text = Encoding.UTF8.GetString(yaml.Span);
            RefuseDeep(text, source);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count != 1)
            {
                throw Broken(source, "", new("Un seul document YAML était attendu.", "Exactly one YAML document was expected."));
            }

            var left = MaxNodes;
            return JsonSerializer.SerializeToElement(ToNode(stream.Documents[0].RootNode, source, ref left));
        }
        catch (YamlException error)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{error.Start.Line}:{error.Start.Column}");
            throw Broken(source, "", new($"Le YAML est illisible à {place}.", $"The YAML cannot be read at {place}."));
        }
    }

    private static ManifestException Broken(string source, string place, LocalizedText text) => new(source, [new PayloadError(place, "", text)]);

    // The reader below descends with the text; a document of a million brackets would end the process, not the reading.
    private static void RefuseDeep(string text, string source)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease; // MoveNext was true
            if (depth > MaxDepth)
            {
                throw Broken(source, "", new($"Le YAML dépasse {MaxDepth} niveaux.", $"The YAML has more than {MaxDepth} levels."));
            }
        }
    }

    // An alias stands for a copy of its anchor, so a short text can mean an endless document.
    private static JsonNode? ToNode(YamlNode node, string source, ref int left, int depth = 0)
    {
        if (--left < 0 || depth > MaxDepth)
        {
            throw Broken(source, "", new(
                $"Le YAML, ses alias développés, dépasse {MaxNodes} éléments ou {MaxDepth} niveaux.",
                $"The YAML, its aliases written out, has more than {MaxNodes} elements or {MaxDepth} levels."));
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is not YamlScalarNode { Value: { } name } || !members.TryAdd(name, ToNode(value, source, ref left, depth + 1)))
                    {
                        var place = string.Create(CultureInfo.InvariantCulture, $"{key.Start.Line}:{key.Start.Column}");
                        throw Broken(source, "", new($"La clé à {place} n'est pas un texte, ou figure deux fois.", $"The key at {place} is not a text, or is there twice."));
                    }
                }

                return members;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence.Children)
                {
                    items.Add(ToNode(item, source, ref left, depth + 1));
                }

                return items;
            case YamlScalarNode scalar:
                return ToScalar(scalar);
            default:
                return null;
        }
    }

    // YAML 1.2 core schema (§10.3.2): only plain scalars can be something else than text.
    private static JsonNode? ToScalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
            _ when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }
}
