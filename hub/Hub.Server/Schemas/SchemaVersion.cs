using System.Text.Json;

namespace Hub.Server.Schemas;

/// <summary>One version of a shared schema.</summary>
/// <param name="Id"><c>domain.name</c>.</param>
/// <param name="Version">Semantic version.</param>
/// <param name="Json">The schema as it was given.</param>
public sealed record SchemaVersion(string Id, string Version, ReadOnlyMemory<byte> Json)
{
    public string Urn => $"urn:hub:schema:{Id.Replace('.', ':')}:{Version}";

    /// <summary>Reads identifier and version from the schema's own <c>$id</c>, <c>urn:hub:schema:domain:name:version</c>.</summary>
    /// <exception cref="FormatException">It has no such <c>$id</c>.</exception>
    public static SchemaVersion Read(ReadOnlyMemory<byte> json)
    {
        var schema = JsonElement.Parse(json.Span);
        var id = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$id", out var found) && found.ValueKind == JsonValueKind.String ? found.GetString()! : "";
        return id.Split(':') is ["urn", "hub", "schema", var domain, var name, var version] && SemanticVersion.TryParse(version, out _)
            ? new SchemaVersion($"{domain}.{name}", version, json)
            : throw new FormatException($"The schema's $id must be urn:hub:schema:<domain>:<name>:<major.minor.patch>, but it is '{id}'.");
    }
}
