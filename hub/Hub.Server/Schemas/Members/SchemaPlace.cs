using System.Text.Json;

namespace Hub.Server.Schemas.Members;

/// <summary>A subschema and where it stands.</summary>
/// <param name="Document">URN of the schema document.</param>
/// <param name="Pointer">JSON Pointer in it.</param>
/// <param name="Root">The document's root, which fragments are resolved against.</param>
internal readonly record struct SchemaPlace(string Document, string Pointer, JsonElement Root, JsonElement Schema)
{
    /// <summary>The place of one of its subschemas.</summary>
    public SchemaPlace Below(string keyword, string member, JsonElement schema) =>
        this with { Pointer = $"{Pointer}/{keyword}/{Escape(member)}", Schema = schema };

    /// <summary>The place of its one subschema of this keyword.</summary>
    public SchemaPlace Below(string keyword, JsonElement schema) => this with { Pointer = $"{Pointer}/{keyword}", Schema = schema };

    public static string Escape(string member) => member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
