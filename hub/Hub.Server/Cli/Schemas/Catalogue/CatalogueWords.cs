using System.Text.Json;

namespace Hub.Server.Cli.Schemas.Catalogue;

/// <summary>What the catalogue's pages say, in one language.</summary>
internal sealed class CatalogueWords(bool isFrench)
{
    private static readonly Dictionary<string, (string Fr, string En)> Categories = new()
    {
        ["identity"] = ("identité", "identity"),
        ["birth"] = ("naissance", "birth"),
        ["contact"] = ("coordonnées", "contact"),
        ["address"] = ("adresse", "address"),
        ["family"] = ("famille", "family"),
        ["schooling"] = ("scolarité", "schooling"),
        ["health"] = ("santé", "health"),
        ["financial"] = ("finances", "financial"),
        ["document"] = ("document", "document"),
        ["identifier"] = ("identifiant", "identifier"),
        ["case-details"] = ("contenu du dossier", "case details"),
    };

    private static readonly Dictionary<string, (string Fr, string En)> Domains = new()
    {
        ["address"] = ("Adresse", "Address"),
        ["appointment"] = ("Rendez-vous", "Appointment"),
        ["archive"] = ("Archives", "Archive"),
        ["association"] = ("Associations", "Associations"),
        ["case"] = ("Dossier", "Case"),
        ["civil-status"] = ("État civil", "Civil status"),
        ["counter"] = ("Accueil", "Counter"),
        ["data-protection"] = ("Protection des données", "Data protection"),
        ["document"] = ("Document", "Document"),
        ["identity"] = ("Identité", "Identity"),
        ["identity-document"] = ("Titres d'identité", "Identity documents"),
        ["notification"] = ("Messages à l'usager", "Messages to the citizen"),
        ["open-data"] = ("Données ouvertes", "Open data"),
        ["organisation"] = ("Collectivité", "Organisation"),
        ["payment"] = ("Paiement", "Payment"),
        ["planning"] = ("Urbanisme", "Planning"),
        ["public-space"] = ("Espace public", "Public space"),
        ["school"] = ("École", "School"),
    };

    private static readonly Dictionary<string, (string Fr, string En)> Formats = new()
    {
        ["date"] = ("date (2026-09-01)", "date (2026-09-01)"),
        ["date-time"] = ("moment (2026-09-01T08:30:00+02:00)", "moment (2026-09-01T08:30:00+02:00)"),
        ["email"] = ("adresse électronique", "e-mail address"),
        ["uri"] = ("adresse web complète", "complete web address"),
        ["uri-reference"] = ("adresse web, même relative", "web address, even relative"),
        ["siren"] = ("SIREN, clé vérifiée", "SIREN, key checked"),
        ["siret"] = ("SIRET, clés vérifiées", "SIRET, keys checked"),
        ["nir"] = ("NIR, clé vérifiée", "NIR, key checked"),
        ["iban"] = ("IBAN, clé vérifiée", "IBAN, key checked"),
        ["fr-postcode"] = ("code postal français", "French postcode"),
        ["fr-phone"] = ("téléphone français", "French telephone number"),
        ["cog-commune"] = ("code commune INSEE, présent ou passé", "INSEE commune code, present or past"),
    };

    public bool IsFrench => isFrench;

    public string Language => isFrench ? "fr" : "en";

    public string Index => isFrench ? "index.html" : "index.en.html";

    public string OtherIndex => isFrench ? "index.en.html" : "index.html";

    public string Say(string french, string english) => isFrench ? french : english;

    /// <summary>A title or description in this language; the plain one where the schema has no translation.</summary>
    public string Of(JsonElement schema, string name)
    {
        if (schema.TryGetProperty("x-" + name, out var both) && both.ValueKind == JsonValueKind.Object && both.TryGetProperty(Language, out var text) && text.ValueKind == JsonValueKind.String)
        {
            return text.GetString() ?? "";
        }

        return schema.TryGetProperty(name, out var plain) && plain.ValueKind == JsonValueKind.String ? plain.GetString() ?? "" : "";
    }

    public string Category(string category) => Categories.TryGetValue(category, out var words) ? Say(words.Fr, words.En) : category;

    public string Format(string format) => Formats.TryGetValue(format, out var words) ? Say(words.Fr, words.En) : format;

    /// <summary>The type of a member in words: what a reader wants to know before writing it.</summary>
    public string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("const", out var constant))
        {
            return Say("toujours ", "always ") + constant.GetRawText();
        }

        if (schema.TryGetProperty("enum", out _))
        {
            return Say("code", "code");
        }

        var type = schema.TryGetProperty("type", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : "";
        return type switch
        {
            "string" when schema.TryGetProperty("format", out var format) => Format(format.GetString() ?? ""),
            "string" => Say("texte", "text"),
            "integer" => Say("nombre entier", "whole number"),
            "number" => Say("nombre", "number"),
            "boolean" => Say("oui ou non (true, false)", "yes or no (true, false)"),
            "object" => Say("objet", "object"),
            "array" when schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object => Say("liste : ", "list: ") + TypeOf(items),
            "array" => Say("liste", "list"),
            _ => Say("objet", "object"),
        };
    }

    /// <summary>Lengths, bounds and patterns, a sentence each; empty where there are none.</summary>
    public IEnumerable<string> LimitsOf(JsonElement schema)
    {
        foreach (var (least, most, french, english) in new[]
        {
            ("minLength", "maxLength", "caractère", "character"), ("minItems", "maxItems", "élément", "item"),
            ("minProperties", "maxProperties", "membre", "member"), ("minimum", "maximum", "", ""),
        })
        {
            var (low, high) = (Number(schema, least), Number(schema, most));
            var unit = Say(french, english) + ((high ?? low) is null or "0" or "1" || french.Length == 0 ? "" : "s");
            if (low is not null || high is not null)
            {
                yield return (low, high) switch
                {
                    (not null, not null) when low == high => $"{low} {unit}".TrimEnd(),
                    (not null, not null) => Say($"de {low} à {high} {unit}", $"{low} to {high} {unit}").TrimEnd(),
                    (not null, null) => Say($"au moins {low} {unit}", $"at least {low} {unit}").TrimEnd(),
                    _ => Say($"au plus {high} {unit}", $"at most {high} {unit}").TrimEnd(),
                };
            }
        }

        if (Number(schema, "exclusiveMinimum") is { } above)
        {
            yield return Say($"plus de {above}", $"more than {above}");
        }

        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True)
        {
            yield return Say("sans répétition", "without repetition");
        }
    }

    /// <summary>A domain by its French name on French pages; a domain of somebody else's as it is written.</summary>
    public string Domain(string domain) => Domains.TryGetValue(domain, out var words) ? Say(words.Fr, words.En) : domain;

    private static string? Number(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetRawText() : null;
}
