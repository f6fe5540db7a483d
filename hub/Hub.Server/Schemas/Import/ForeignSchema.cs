using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.JsonSchema;

namespace Hub.Server.Schemas.Import;

/// <summary>
/// Takes over one JSON Schema of any dialect. One that carries the hub's own <c>$id</c> stays as it is; any other gets an identifier from
/// what the caller says, and what it refers to within itself by its former address is then referred to by fragment.
/// </summary>
internal static class ForeignSchema
{
    public static ImportedSchema Read(JsonObject document, ImportSettings settings)
    {
        var dialect = Text(document["$schema"])?.TrimEnd('#') ?? SchemaDialects.Draft202012;
        var formerId = Text(document["$id"]) ?? (dialect == SchemaDialects.Draft4 ? Text(document["id"]) : null);
        if (formerId is not null && formerId.StartsWith(SchemaVersion.UrnPrefix, StringComparison.Ordinal) && settings is { Domain: null or "", Name: null or "", Version: null or "" })
        {
            try
            {
                return new ImportedSchema(SchemaVersion.Read(Encoding.UTF8.GetBytes(document.ToJsonString())), "", []);
            }
            catch (FormatException error)
            {
                throw new ImportException("/$id", new($"Identifiant de schéma incorrect : {error.Message}", error.Message));
            }
        }

        var domain = SchemaNames.RequireDomain(settings);
        var name = SchemaNames.Kebab(settings.Name ?? Text(document["title"]) ?? "");
        if (name.Length == 0)
        {
            throw new ImportException("/title", new(
                "Le nom du schéma manque : donnez-le dans l'adresse, par exemple ?name=deliberations.",
                "The schema's name is missing: give it in the address, such as ?name=deliberations."));
        }

        var notes = new List<LocalizedText>();
        var schema = document.DeepClone().AsObject();
        if (!string.IsNullOrEmpty(formerId))
        {
            notes.Add(new($"Son identifiant était « {formerId} ».", $"Its identifier was '{formerId}'."));
            Redirect(schema, formerId.TrimEnd('#'));
        }

        return new ImportedSchema(SchemaNames.ToVersion(domain, name, SchemaNames.Version(settings, Text(document["version"])), schema, dialect), "", notes);
    }

    // Values of enum, const and examples are left alone: what looks like a reference there is data.
    private static void Redirect(JsonNode? node, string formerId)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (key, value) in members.ToArray())
                {
                    if (key == "$ref" && Text(value) is { } reference && reference.Split('#') is [var target, .. var fragment] && target == formerId)
                    {
                        members[key] = "#" + (fragment.Length > 0 ? fragment[0] : "");
                    }
                    else if (key is not ("enum" or "const" or "default" or "examples"))
                    {
                        Redirect(value, formerId);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Redirect(item, formerId);
                }

                break;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
