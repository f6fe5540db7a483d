using System.Text.Json;

namespace Hub.EndToEnd.Tests.Infrastructure;

/// <summary>What the outside systems noted: one line per effect.</summary>
internal sealed class Ledgers(string folder)
{
    public IReadOnlyList<JsonElement> Read(string system, string kind)
    {
        var file = Path.Combine(folder, system + ".jsonl");
        return File.Exists(file)
            ? [.. File.ReadAllLines(file).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line)).Where(line => line.GetProperty("kind").ValueEquals(kind))]
            : [];
    }

    /// <summary>How many effects carry one of the journey's own references.</summary>
    public int Count(string system, string kind, JsonElement journey)
    {
        var references = ReferencesOf(journey);
        return Read(system, kind).Count(line => references.Contains(line.GetProperty("reference").GetString() ?? ""));
    }

    private static HashSet<string> ReferencesOf(JsonElement journey)
    {
        var keys = journey.GetProperty("keys");
        var found = new HashSet<string>();
        foreach (var name in new[] { "identity", "case", "payment" })
        {
            if (keys.TryGetProperty(name, out var value) && value.GetString() is { } text)
            {
                found.Add(text);
            }
        }

        foreach (var reference in keys.GetProperty("references").EnumerateArray())
        {
            found.Add(reference.GetProperty("value").GetString() ?? "");
        }

        return found;
    }
}
