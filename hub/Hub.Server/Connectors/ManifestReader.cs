using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml;
using Hub.JsonSchema;
using Hub.Server.Schemas;

namespace Hub.Server.Connectors;

/// <summary>
/// Reads <c>connector.yaml</c>: YAML to JSON, checked against the manifest's own schema, then into records. Inline schemas of
/// operations enter the schema catalogue under names of their own, so that payloads are checked the same way as shared ones.
/// </summary>
public sealed class ManifestReader(SchemaCatalog schemas)
{
    /// <summary>The manifest schema's identifier in the catalogue.</summary>
    public const string SchemaUrn = "urn:hub:connector-manifest";

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
            Description = operation.TryGetProperty("description", out _) ? Text(operation, "description") : new LocalizedText("", ""),
            IsIdempotent = operation.TryGetProperty("idempotency", out var idempotency) && idempotency.ValueKind == JsonValueKind.Object
                && idempotency.TryGetProperty("supported", out var supported) && supported.ValueKind == JsonValueKind.True,
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
            return JsonSerializer.SerializeToElement(YamlText.ToJson(Encoding.UTF8.GetString(yaml.Span), MaxNodes));
        }
        catch (YamlTextException error)
        {
            throw new ManifestException(source, [new PayloadError("", "", error.Reason)]);
        }
    }
}
