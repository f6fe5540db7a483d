using System.Text.Json;
using Hub.JsonSchema;
using Hub.Server.Schemas;

namespace Hub.Server.Cli.Schemas;

/// <summary>What stands at the head of a schema: dialect, identifier and place, title and description, closed or open.</summary>
internal static class SchemaHeadRules
{
    public static IEnumerable<SchemaRemark> Check(string file, JsonElement schema)
    {
        if (Text(schema, "$schema") != SchemaDialects.Draft202012)
        {
            yield return SchemaRemark.Error(file, "/$schema", "dialect",
                $"« $schema » doit être « {SchemaDialects.Draft202012} ». Écrivez-le en tête.",
                $"“$schema” must be “{SchemaDialects.Draft202012}”. Write it first.");
        }

        foreach (var remark in CheckIdentifier(file, Text(schema, "$id")))
        {
            yield return remark;
        }

        foreach (var name in new[] { "title", "description" })
        {
            if (Text(schema, name) is not { Length: > 0 })
            {
                yield return SchemaRemark.Error(file, "", name,
                    $"Le schéma n'a pas de « {name} ». Dites en français ce qu'il est, et dans « x-{name} » en français et en anglais.",
                    $"The schema has no “{name}”. Say in French what it is, and in “x-{name}” in French and in English.");
            }
        }
    }

    private static IEnumerable<SchemaRemark> CheckIdentifier(string file, string? id)
    {
        if (id?.Split(':') is not ["urn", "hub", "schema", var domain, var name, var text] || !SemanticVersion.TryParse(text, out var version) || !IsWord(domain) || !IsWord(name))
        {
            yield return SchemaRemark.Error(file, "/$id", "id",
                "« $id » doit être de la forme urn:hub:schema:<domaine>:<nom>:<majeure.mineure.correctif>, en minuscules avec tirets.",
                "“$id” must be of the form urn:hub:schema:<domain>:<name>:<major.minor.patch>, in lower case with hyphens.");
            yield break;
        }

        string[] expected = [domain, name, $"v{version.Major}", "schema.json"];
        string[] actual = [.. file.Split(Path.DirectorySeparatorChar).TakeLast(4)];
        if (!actual.SequenceEqual(expected))
        {
            yield return SchemaRemark.Error(file, "/$id", "place",
                $"D'après son « $id », ce fichier est attendu à « {string.Join('/', expected)} » et se trouve à « {string.Join('/', actual)} ». Déplacez-le, ou corrigez « $id ».",
                $"By its “$id” this file is expected at “{string.Join('/', expected)}” and lies at “{string.Join('/', actual)}”. Move it, or correct “$id”.");
        }
    }

    private static bool IsWord(string text) => text.Length > 0 && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static string? Text(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
