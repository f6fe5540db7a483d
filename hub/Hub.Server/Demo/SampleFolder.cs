using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Server.Demo;

/// <summary>Reads a procedure's samples, in the order of their file names.</summary>
internal static class SampleFolder
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <param name="run">How many times these samples were played against the same outside systems; the children of a later run are others.</param>
    public static IReadOnlyList<Sample> Read(string folder, int run)
    {
        var samples = new List<Sample>();
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            try
            {
                var sample = JsonSerializer.Deserialize<Sample>(File.ReadAllText(file), Strict)!;
                samples.Add(run == 0 || sample.Request is null ? sample : sample with { Request = WithOtherChildren(sample.Request.Value, run) });
            }
            catch (JsonException mistake)
            {
                throw new DemoException(new(
                    $"Exemple illisible : {file}, ligne {mistake.LineNumber + 1}, {mistake.Path}.",
                    $"Unreadable sample: {file}, line {mistake.LineNumber + 1}, {mistake.Path}."));
            }
        }

        return samples.Count > 0 ? samples : throw new DemoException(new(
            $"Aucun exemple dans {folder}.", $"No sample in {folder}."));
    }

    // The case system remembers the children of earlier runs and would rightly call them duplicates.
    private static JsonElement WithOtherChildren(JsonElement request, int run)
    {
        var copy = JsonNode.Parse(request.GetRawText())!;
        if (copy is JsonObject { } members && members["children"] is JsonArray children)
        {
            foreach (var name in children.OfType<JsonObject>().Select(child => child["givenNames"]).OfType<JsonArray>())
            {
                if (name is [JsonValue first, ..] && first.TryGetValue<string>(out var text))
                {
                    name[0] = text + "-" + Spell(run);
                }
            }
        }

        return JsonSerializer.SerializeToElement(copy);
    }

    // Names hold letters only: run 1 is B, run 26 is BA.
    private static string Spell(int number)
    {
        var text = "";
        for (var rest = number; rest > 0; rest /= 26)
        {
            text = (char)('A' + (rest % 26)) + text;
        }

        return CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant());
    }
}
