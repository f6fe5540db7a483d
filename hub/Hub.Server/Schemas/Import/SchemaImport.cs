using System.Text.Json.Nodes;

namespace Hub.Server.Schemas.Import;

/// <summary>
/// Reads a document of somebody else's as schemas of ours: a JSON Schema of any dialect, the <c>components.schemas</c> of an OpenAPI 3.0
/// or 3.1 description, or a Table Schema as schema.data.gouv.fr publishes them; in JSON or YAML. Which one it is, it says itself.
/// </summary>
internal static class SchemaImport
{
    /// <exception cref="SchemaTextException">It is neither JSON nor YAML in UTF-8.</exception>
    /// <exception cref="ImportException">It is none of these, or something in it cannot be taken over.</exception>
    public static IReadOnlyList<ImportedSchema> Read(ReadOnlySpan<byte> bytes, ImportSettings settings) => SchemaText.ReadJsonOrYaml(bytes) switch
    {
        JsonObject document when document.ContainsKey("openapi") => OpenApiSchemas.Read(document, settings),
        JsonObject document when document.ContainsKey("swagger") => throw new ImportException("/swagger", new(
            "Ce document suit Swagger 2.0 ; seul OpenAPI 3.0 ou 3.1 est pris. Convertissez-le d'abord.",
            "This document follows Swagger 2.0; only OpenAPI 3.0 or 3.1 is taken. Convert it first.")),
        JsonObject document when document["fields"] is JsonArray => [TableSchema.Read(document, settings)],
        JsonObject document => [ForeignSchema.Read(document, settings)],
        _ => throw new ImportException("", new(
            "On attendait un objet : un JSON Schema, une description OpenAPI 3 ou un Table Schema.",
            "An object was expected: a JSON Schema, an OpenAPI 3 description or a Table Schema.")),
    };
}
