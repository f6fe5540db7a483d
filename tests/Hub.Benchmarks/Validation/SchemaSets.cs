using System.Text;
using System.Text.Json;
using Hub.Benchmarks.Journey;

namespace Hub.Benchmarks.Validation;

/// <summary>What both sides validate: every shipped schema, which may refer to one another, each with its examples' texts.</summary>
/// <param name="Name">The schema's identifier.</param>
/// <param name="Schema">Its text.</param>
/// <param name="Documents">Texts, valid and invalid.</param>
internal sealed record SchemaSet(string Name, string Schema, IReadOnlyList<string> Documents);

internal static class SchemaSets
{
    public static IReadOnlyList<SchemaSet> Read()
    {
        var sets = new List<SchemaSet>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "schemas"), "schema.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var examples = Path.Combine(Path.GetDirectoryName(file)!, "examples"); // a file has a folder
            var documents = Directory.Exists(examples)
                ? Directory.EnumerateFiles(examples, "*.json", SearchOption.AllDirectories).Where(example => !example.EndsWith(".errors.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Compact).ToArray()
                : [];
            sets.Add(new SchemaSet(JsonElement.Parse(File.ReadAllBytes(file)).GetProperty("$id").GetString()!, File.ReadAllText(file), documents)); // every shipped schema has one
        }

        sets.Add(new SchemaSet("urn:hub:schema:bench:request:1.0.0", File.ReadAllText(TrialRequests.SchemaFile), [.. TrialRequests.All().Select(Encoding.UTF8.GetString)]));
        return sets;
    }

    // As a client sends it: without the examples' indentation.
    private static string Compact(string file) => JsonSerializer.Serialize(JsonElement.Parse(File.ReadAllBytes(file)));
}
