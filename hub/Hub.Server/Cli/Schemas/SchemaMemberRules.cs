using System.Text.Json;
using Hub.JsonSchema.Compatibility;

namespace Hub.Server.Cli.Schemas;

/// <summary>
/// What is asked of each member and each subschema: words in two languages, marks of personal data, closed objects, known formats, linear
/// patterns, references that stay at home. Schemas that only add a condition (<c>if</c>, <c>allOf</c>, <c>not</c>, …) need no words.
/// </summary>
internal sealed class SchemaMemberRules(string file, JsonElement root)
{
    private const string Urn = "urn:hub:schema:";

    // Formats beside those of JSON Schema that the hub asserts.
    private static readonly IReadOnlySet<string> HubFormats = SchemaSources.Options.Formats.Keys.ToHashSet();

    private static readonly HashSet<string> Conditions = ["if", "then", "else", "not", "contains", "propertyNames", "dependentSchemas", "allOf"];

    private static readonly HashSet<string> Categories =
        ["identity", "birth", "contact", "address", "family", "schooling", "health", "financial", "document", "identifier", "case-details"];

    // Members whose names alone say that they hold something of a person.
    private static readonly string[] Personal =
    [
        "givenname", "firstname", "familyname", "lastname", "usagename", "birthname", "surname", "birthdate", "birthplace", "birthcountry", "email", "phone", "mobile", "iban", "nir", "socialsecurity", "gender",
        "nationality", "guardian", "allerg", "disabilit", "signature", "latitude", "longitude", "street", "postaladdress", "loginhint",
    ];

    private readonly List<SchemaRemark> remarks = [];

    public IReadOnlyList<SchemaRemark> Check()
    {
        Visit(root, "", new Setting(Declares: true, IsMarked: false, IsFree: false));
        return remarks;
    }

    /// <param name="Declares">Describes members, and does not only add a condition to what another schema describes.</param>
    /// <param name="IsMarked">Something above is marked as personal data.</param>
    /// <param name="IsFree">Below <c>details</c>, which belongs to the procedure.</param>
    private sealed record Setting(bool Declares, bool IsMarked, bool IsFree);

    private void Visit(JsonElement schema, string pointer, Setting setting)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        CheckWords(schema, pointer);
        CheckMark(schema, pointer);
        CheckReference(schema, pointer);
        CheckFormatAndPattern(schema, pointer);
        setting = setting with { IsMarked = setting.IsMarked || schema.TryGetProperty("x-personal-data", out _) };
        CheckClosed(schema, pointer, setting);
        foreach (var keyword in schema.EnumerateObject())
        {
            var at = $"{pointer}/{Escape(keyword.Name)}";
            var below = setting with { Declares = setting.Declares && !Conditions.Contains(keyword.Name) };
            switch (keyword.Name)
            {
                case "properties" when keyword.Value.ValueKind == JsonValueKind.Object:
                    foreach (var member in keyword.Value.EnumerateObject())
                    {
                        VisitMember(member, $"{at}/{Escape(member.Name)}", below);
                    }

                    break;
                case "$defs" or "definitions" or "patternProperties" or "dependentSchemas" when keyword.Value.ValueKind == JsonValueKind.Object:
                    foreach (var each in keyword.Value.EnumerateObject())
                    {
                        Visit(each.Value, $"{at}/{Escape(each.Name)}", keyword.Name is "$defs" or "definitions" ? below with { IsMarked = false } : below);
                    }

                    break;
                case "allOf" or "anyOf" or "oneOf" or "prefixItems" when keyword.Value.ValueKind == JsonValueKind.Array:
                    var refines = keyword.Name != "prefixItems" && schema.TryGetProperty("properties", out _);
                    foreach (var (i, each) in keyword.Value.EnumerateArray().Index())
                    {
                        Visit(each, $"{at}/{i}", below with { Declares = below.Declares && !refines });
                    }

                    break;
                case "if" or "then" or "else" or "not" or "contains" or "propertyNames" or "items" or "additionalProperties" or "unevaluatedProperties" or "unevaluatedItems":
                    Visit(keyword.Value, at, below);
                    break;
            }
        }
    }

    private void VisitMember(JsonProperty member, string pointer, Setting setting)
    {
        var below = setting with { IsFree = setting.IsFree || member.NameEquals("details") };
        var refers = member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("$ref", out _);
        if (setting.Declares && member.Value.ValueKind == JsonValueKind.Object && !refers)
        {
            if (!member.Value.TryGetProperty("title", out _))
            {
                // The two languages of a text say what they are by their names.
                Tell(member.Name is not ("fr" or "en"), pointer, "title",
                    $"Le membre « {member.Name} » n'a pas de « title ». Nommez-le en français, et dans « x-title » en français et en anglais.",
                    $"The member “{member.Name}” has no “title”. Name it in French, and in “x-title” in French and in English.");
            }
            else if (!member.Value.TryGetProperty("description", out _))
            {
                Tell(false, pointer, "description",
                    $"Le membre « {member.Name} » n'a pas de « description ». Dites ce que son titre ne dit pas, ou laissez.",
                    $"The member “{member.Name}” has no “description”. Say what its title does not, or leave it.");
            }

            if (!setting.IsMarked && !member.Value.TryGetProperty("x-personal-data", out _) && LooksPersonal(member.Name))
            {
                Tell(true, pointer, "personal-data",
                    $"Le membre « {member.Name} » semble être une donnée personnelle et n'est pas marqué. Ajoutez « x-personal-data » : {string.Join(", ", Categories)}.",
                    $"The member “{member.Name}” looks like personal data and is not marked. Add “x-personal-data”: {string.Join(", ", Categories)}.");
            }
        }

        Visit(member.Value, pointer, below);
    }

    private static bool LooksPersonal(string name)
    {
        var plain = name.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return Personal.Any(word => word.Length <= 4 ? plain == word : plain.StartsWith(word, StringComparison.Ordinal));
    }

    private void CheckWords(JsonElement schema, string pointer)
    {
        foreach (var name in new[] { "title", "description" })
        {
            if (!schema.TryGetProperty(name, out var text) || text.ValueKind != JsonValueKind.String)
            {
                continue;
            }

            if (!schema.TryGetProperty("x-" + name, out var both) || both.ValueKind != JsonValueKind.Object || !HasText(both, "fr") || !HasText(both, "en"))
            {
                Tell(true, $"{pointer}/{name}", "translation",
                    $"« x-{name} » manque ici, ou n'a pas ses textes « fr » et « en ». Écrivez les deux.",
                    $"“x-{name}” is missing here, or lacks its texts “fr” and “en”. Write both.");
            }
            else if (!both.GetProperty("fr").ValueEquals(text.GetString()))
            {
                Tell(true, $"{pointer}/x-{name}/fr", "translation",
                    $"« x-{name}.fr » n'est pas le texte de « {name} ». Mettez le même.",
                    $"“x-{name}.fr” is not the text of “{name}”. Write the same.");
            }
        }
    }

    private static bool HasText(JsonElement both, string language) => both.TryGetProperty(language, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 };

    private void CheckMark(JsonElement schema, string pointer)
    {
        if (schema.TryGetProperty("x-personal-data", out var mark) && (mark.ValueKind != JsonValueKind.String || !Categories.Contains(mark.GetString() ?? "")))
        {
            Tell(true, pointer + "/x-personal-data", "personal-data",
                $"Cette catégorie n'existe pas. Choisissez parmi : {string.Join(", ", Categories)}.",
                $"There is no such category. Choose one of: {string.Join(", ", Categories)}.");
        }
    }

    private void CheckReference(JsonElement schema, string pointer)
    {
        if (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String && reference.GetString() is { } target
            && !target.StartsWith('#') && !(target.StartsWith(Urn, StringComparison.Ordinal) && target.Split('#')[0].Split(':').Length == 6))
        {
            Tell(true, pointer + "/$ref", "reference",
                $"« $ref » doit rester dans ce schéma (#/…) ou être l'identifiant entier d'un autre ({Urn}domaine:nom:1.0.0) ; rien n'est cherché sur le réseau.",
                $"“$ref” must stay in this schema (#/…) or be the whole identifier of another ({Urn}domain:name:1.0.0); nothing is fetched from the network.");
        }
    }

    private void CheckFormatAndPattern(JsonElement schema, string pointer)
    {
        if (schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String && format.GetString() is { } name && !SchemaFacts.IsBuiltInFormat(name) && !HubFormats.Contains(name))
        {
            Tell(true, pointer + "/format", "format",
                $"Le format « {name} » n'est pas connu et ne refuserait rien. Corrigez son nom, ou écrivez un « pattern ».",
                $"The format “{name}” is unknown and would refuse nothing. Correct its name, or write a “pattern”.");
        }

        var patterns = schema.TryGetProperty("patternProperties", out var map) && map.ValueKind == JsonValueKind.Object ? map.EnumerateObject().Select(member => (member.Name, $"/patternProperties/{Escape(member.Name)}")) : [];
        if (schema.TryGetProperty("pattern", out var own) && own.ValueKind == JsonValueKind.String)
        {
            patterns = patterns.Append((own.GetString() ?? "", "/pattern"));
        }

        foreach (var (_, at) in patterns.Where(pattern => !SchemaFacts.IsLinearPattern(pattern.Item1)))
        {
            Tell(true, pointer + at, "pattern",
                "Cette expression ne se cherche pas en temps linéaire (regard avant ou arrière, renvoi, \\b). Écrivez-la sans, ou coupez-la en plusieurs avec « allOf ».",
                "This expression is not searched in linear time (look-around, back-reference, \\b). Write it without, or cut it into several with “allOf”.");
        }
    }

    private void CheckClosed(JsonElement schema, string pointer, Setting setting)
    {
        var isObject = schema.TryGetProperty("properties", out _) || (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("object"));
        if (setting.Declares && !setting.IsFree && isObject && !schema.TryGetProperty("additionalProperties", out _) && !schema.TryGetProperty("unevaluatedProperties", out _))
        {
            Tell(true, pointer, "open",
                "Cet objet accepte des membres que personne n'a décrits. Ajoutez « additionalProperties »: false ; seul « details » reste ouvert.",
                "This object accepts members that nobody described. Add “additionalProperties”: false; only “details” stays open.");
        }
    }

    private void Tell(bool isError, string pointer, string rule, string fr, string en) => remarks.Add(new SchemaRemark(file, pointer, rule, isError, new(fr, en)));

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
