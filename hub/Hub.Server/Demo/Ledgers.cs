using System.Text.Json;

namespace Hub.Server.Demo;

/// <summary>Reads what the outside systems noted: one JSON line per effect.</summary>
internal sealed class Ledgers(string folder)
{
    private const string RunsFile = "demo-runs";

    /// <summary>How many effects of a kind carry one of the references.</summary>
    public int Count(string ledger, string kind, IReadOnlySet<string> references)
    {
        var file = Path.Combine(folder, ledger + ".jsonl");
        if (!File.Exists(file))
        {
            return 0;
        }

        var count = 0;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (Is(line, kind, references))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>How often the samples were played against these outside systems before; counts this time.</summary>
    public int NextRun()
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, RunsFile);
        var runs = File.Exists(file) && int.TryParse(File.ReadAllText(file), out var before) ? before : 0;
        File.WriteAllText(file, (runs + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return runs;
    }

    private static bool Is(string line, string kind, IReadOnlySet<string> references)
    {
        try
        {
            var effect = JsonElement.Parse(line);
            return effect.TryGetProperty("kind", out var its) && its.ValueEquals(kind)
                && effect.TryGetProperty("reference", out var reference) && references.Contains(reference.GetString() ?? "");
        }
        catch (JsonException)
        {
            // The last line may be half written while we read.
            return false;
        }
    }
}
