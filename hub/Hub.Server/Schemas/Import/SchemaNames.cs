using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Server.Schemas.Import;

/// <summary>Gives what is imported its identifier and version.</summary>
internal static class SchemaNames
{
    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, MaxDepth = 1024, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Words in lower case joined by dashes, without accents: <c>PetOrder</c> and <c>Pet order</c> are <c>pet-order</c>.</summary>
    public static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        var before = '\0';
        foreach (var letter in name.Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(letter) == System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (char.IsAsciiLetterOrDigit(letter))
            {
                if (text.Length > 0 && (text[^1] != '-') && char.IsAsciiLetterUpper(letter) && (char.IsAsciiLetterLower(before) || char.IsAsciiDigit(before)))
                {
                    text.Append('-');
                }

                text.Append(char.ToLowerInvariant(letter));
            }
            else if (text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }

            before = letter;
        }

        return text.ToString().Trim('-');
    }

    /// <summary>The domain, which the caller has to give for documents that name none.</summary>
    /// <exception cref="ImportException">It is missing or not a word.</exception>
    public static string RequireDomain(ImportSettings settings) => settings.Domain is { Length: > 0 } domain && Kebab(domain) == domain
        ? domain
        : throw new ImportException("", new(
            "Le domaine des schémas manque, ou n'est pas un mot en minuscules : donnez-le dans l'adresse, par exemple ?domain=open-data.",
            "The schemas' domain is missing, or is not a word in lower case: give it in the address, such as ?domain=open-data."));

    /// <summary>The version that counts: the caller's, else the document's own where it is one (a leading <c>v</c> left aside), else 1.0.0.</summary>
    /// <exception cref="ImportException">The caller's is not a semantic version.</exception>
    public static string Version(ImportSettings settings, string? own)
    {
        if (settings.Version is { Length: > 0 } given)
        {
            return SemanticVersion.TryParse(given, out _)
                ? given
                : throw new ImportException("", new(
                    "La version donnée dans l'adresse n'a pas la forme majeur.mineur.correctif, par exemple 1.0.0.",
                    "The version given in the address does not have the form major.minor.patch, such as 1.0.0."));
        }

        var text = own?.TrimStart('v', 'V') ?? "";
        return SemanticVersion.TryParse(text, out var version) ? version.ToString() : SemanticVersion.TryParse(text + ".0", out version) ? version.ToString() : "1.0.0";
    }

    public static string Urn(string domain, string name, string version) => $"urn:hub:schema:{domain}:{name}:{version}";

    /// <summary>The schema with its dialect and identifier in front.</summary>
    public static SchemaVersion ToVersion(string domain, string name, string version, JsonObject schema, string dialect = JsonSchema.SchemaDialects.Draft202012)
    {
        var document = new JsonObject { ["$schema"] = dialect, [dialect == JsonSchema.SchemaDialects.Draft4 ? "id" : "$id"] = Urn(domain, name, version) };
        foreach (var (key, value) in schema)
        {
            if (key is not ("$schema" or "$id" or "id") || (key == "id" && dialect != JsonSchema.SchemaDialects.Draft4))
            {
                document[key] = value?.DeepClone();
            }
        }

        return new SchemaVersion($"{domain}.{name}", version, JsonSerializer.SerializeToUtf8Bytes(document, Writing));
    }
}
