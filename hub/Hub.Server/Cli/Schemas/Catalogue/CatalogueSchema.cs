using System.Globalization;
using System.Text.Json;

namespace Hub.Server.Cli.Schemas.Catalogue;

/// <summary>One schema of the folder as the catalogue shows it: <c>domain/name/vMAJOR/schema.json</c> with its examples.</summary>
internal sealed record CatalogueSchema(string Id, int Major, string Version, string Urn, JsonElement Root, IReadOnlyList<CatalogueExample> Examples)
{
    /// <summary>The name of its page in a language; major versions have a page each, so that a link stays true.</summary>
    public string Page(bool isFrench) => $"{Id}.v{Major}{(isFrench ? "" : ".en")}.html";

    /// <summary>The other schemas that it refers to, as URNs without fragment, each once.</summary>
    public IReadOnlyList<string> Uses { get; } = [.. References(Root).Select(reference => reference.Split('#')[0]).Where(urn => urn.Length > 0 && urn != Urn).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Every schema of a folder, by identifier and version; files that are none are told in <paramref name="unusable"/>.</summary>
    public static IReadOnlyList<CatalogueSchema> ReadFolder(string folder, ICollection<(string File, string Reason)> unusable)
    {
        var found = new List<CatalogueSchema>();
        foreach (var file in Directory.EnumerateFiles(folder, "schema.json", SearchOption.AllDirectories))
        {
            try
            {
                found.Add(Read(folder, file));
            }
            catch (Exception error) when (error is JsonException or FormatException)
            {
                unusable.Add((file, error.Message));
            }
        }

        return [.. found.OrderBy(schema => schema.Id, StringComparer.Ordinal).ThenBy(schema => schema.Major)];
    }

    private static CatalogueSchema Read(string folder, string file)
    {
        var root = JsonElement.Parse(File.ReadAllBytes(file));
        if (Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar) is not [var domain, var name, ['v', .. var digits], _]
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major))
        {
            throw new FormatException("it was expected at <domain>/<name>/v<major>/schema.json; move it there.");
        }

        var urn = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() ?? "" : "";
        return urn.Split(':') is ["urn", "hub", "schema", var idDomain, var idName, var version] && idDomain == domain && idName == name && version.StartsWith(digits + ".", StringComparison.Ordinal)
            ? new CatalogueSchema($"{domain}.{name}", major, version, urn, root, [.. ReadExamples(Path.GetDirectoryName(file) ?? folder, isValid: true), .. ReadExamples(Path.GetDirectoryName(file) ?? folder, isValid: false)])
            : throw new FormatException($"its $id was expected to be urn:hub:schema:{domain}:{name}:{digits}.<minor>.<patch>, as its place says; mend the one or the other.");
    }

    private static IEnumerable<CatalogueExample> ReadExamples(string folder, bool isValid)
    {
        var place = Path.Combine(folder, "examples", isValid ? "valid" : "invalid");
        string[] files = Directory.Exists(place) ? Directory.GetFiles(place, "*.json") : [];
        foreach (var file in files.Where(each => !each.EndsWith(".errors.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var errors = Path.ChangeExtension(file, ".errors.json");
            yield return new CatalogueExample(
                Path.GetFileNameWithoutExtension(file).Replace('-', ' '),
                isValid,
                File.ReadAllText(file).TrimEnd(),
                !isValid && File.Exists(errors) ? [.. JsonElement.Parse(File.ReadAllBytes(errors)).EnumerateArray().Select(Mistake)] : []);
        }
    }

    private static (string Place, string Keyword) Mistake(JsonElement error) =>
        (error.GetProperty("instanceLocation").GetString() ?? "", error.GetProperty("keyword").GetString() ?? "");

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString() ?? ""] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}

/// <summary>An example file: accepted, or refused with mistakes at places.</summary>
internal sealed record CatalogueExample(string Name, bool IsValid, string Json, IReadOnlyList<(string Place, string Keyword)> Mistakes);
