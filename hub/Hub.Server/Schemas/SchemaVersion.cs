using System.Text.Json;

namespace Hub.Server.Schemas;

/// <summary>One version of a shared schema.</summary>
/// <param name="Id"><c>domain.name</c>.</param>
/// <param name="Version">Semantic version.</param>
/// <param name="Json">The schema as it was given.</param>
public sealed record SchemaVersion(string Id, string Version, ReadOnlyMemory<byte> Json)
{
    /// <summary>How the URN of every shared schema begins.</summary>
    public const string UrnPrefix = "urn:hub:schema:";

    public string Urn => UrnOf(Id, Version);

    /// <summary>The first part of its identifier.</summary>
    public string Domain => Id.Split('.')[0];

    public static string UrnOf(string id, string version) => $"{UrnPrefix}{id.Replace('.', ':')}:{version}";

    /// <summary>Reads identifier and version from the schema's own <c>$id</c> (<c>id</c> in draft 4), <c>urn:hub:schema:domain:name:version</c>.</summary>
    /// <exception cref="FormatException">It has no such <c>$id</c>.</exception>
    public static SchemaVersion Read(ReadOnlyMemory<byte> json)
    {
        var schema = JsonElement.Parse(json.Span, new JsonDocumentOptions { MaxDepth = JsonSchema.SchemaRegistry.MaxSchemaDepth });
        var id = Text(schema, "$id") ?? (Text(schema, "$schema")?.TrimEnd('#') == JsonSchema.SchemaDialects.Draft4 ? Text(schema, "id") : null) ?? "";
        return id.TrimEnd('#').Split(':') is ["urn", "hub", "schema", { Length: > 0 } domain, { Length: > 0 } name, var version] && SemanticVersion.TryParse(version, out var number)
            && version == number.ToString() && IsWord(domain) && IsWord(name)
            ? new SchemaVersion($"{domain}.{name}", version, json)
            : throw new FormatException($"The schema's $id must be urn:hub:schema:<domain>:<name>:<major.minor.patch>, but it is '{id}'.");
    }

    /// <summary>The schema's title, in both languages as <c>x-title</c> has them; its identifier where it has none.</summary>
    public LocalizedText Title()
    {
        var schema = JsonElement.Parse(Json.Span, new JsonDocumentOptions { MaxDepth = JsonSchema.SchemaRegistry.MaxSchemaDepth });
        var plain = Text(schema, "title") ?? Id;
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("x-title", out var both) && both.ValueKind == JsonValueKind.Object
            ? new(Text(both, "fr") ?? plain, Text(both, "en") ?? plain)
            : new(plain, plain);
    }

    // What an address or a reference could not hold, or would take for its own.
    private static bool IsWord(string part) => !part.Any(letter => letter is '.' or '/' or '@' or '?' or '#' || char.IsWhiteSpace(letter));

    private static string? Text(JsonElement schema, string member) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
