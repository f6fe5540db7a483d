using System.Text.Json;

namespace Hub.JsonSchema.Tests.Suite;

/// <summary>Runs files of the official JSON Schema test suite, every test by every way into the validator.</summary>
internal static class OfficialSuite
{
    private static readonly Dictionary<string, string> Dialects = new()
    {
        ["draft4"] = SchemaDialects.Draft4,
        ["draft6"] = SchemaDialects.Draft6,
        ["draft7"] = SchemaDialects.Draft7,
        ["draft2019-09"] = SchemaDialects.Draft201909,
        ["draft2020-12"] = SchemaDialects.Draft202012,
    };

    public const string DataSet = "json-schema-test-suite";

    /// <summary>The tests run, and the names of those that failed.</summary>
    public sealed record Outcome(int Total, IReadOnlyList<string> Failures);

    public static Outcome Run(string draft, string part)
    {
        var folder = Path.Combine(TestData.Folder(DataSet), "tests", draft, part);
        var registry = Registry(draft);
        var options = new SchemaOptions
        {
            DefaultDialect = Dialects[draft],
            AssertFormats = part.Contains("format", StringComparison.Ordinal),
            AssertContent = part == "optional",
        };
        var total = 0;
        var failures = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { MaxDepth = 512 });
            foreach (var group in document.RootElement.EnumerateArray())
            {
                var schema = group.GetProperty("schema");
                var (validator, annotating, refusal) = Compile(registry, options, schema);
                foreach (var test in group.GetProperty("tests").EnumerateArray())
                {
                    total++;
                    var name = $"{Path.GetFileNameWithoutExtension(file)}: {group.GetProperty("description")}: {test.GetProperty("description")}";
                    var problem = refusal ?? RunTest(validator, annotating, test.GetProperty("data"), test.GetProperty("valid").GetBoolean());
                    if (problem is not null)
                    {
                        failures.Add($"{name}: {problem}");
                    }
                }
            }
        }

        return new Outcome(total, failures);
    }

    private static (JsonSchemaValidator? Plain, JsonSchemaValidator? Annotating, string? Refusal) Compile(SchemaRegistry registry, SchemaOptions options, JsonElement schema)
    {
        try
        {
            return (registry.Compile(schema, options), registry.Compile(schema, options with { CollectAnnotations = true }), null);
        }
        catch (SchemaException failure)
        {
            return (null, null, failure.Message);
        }
    }

    /// <summary>What went wrong, or null: the verdict from bytes, from a parsed value and with reasons must all be the expected one.</summary>
    private static string? RunTest(JsonSchemaValidator? validator, JsonSchemaValidator? annotating, JsonElement data, bool expected)
    {
        if (validator is null || annotating is null)
        {
            return "not compiled";
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(data);
        var basic = validator.Validate(data);
        var detailed = validator.Validate(data, OutputFormat.Detailed);
        var verdicts = new (string Way, bool Valid)[]
        {
            ("bytes", validator.IsValid(bytes)),
            ("element", validator.IsValid(data)),
            ("flag", validator.Validate(bytes, OutputFormat.Flag).IsValid),
            ("basic", basic.IsValid),
            ("basic's errors", basic.Errors.Count == 0),
            ("detailed", detailed.IsValid),
            ("detailed's tree", detailed.Details is null),
            ("annotating", annotating.Validate(data).IsValid),
        };
        var wrong = verdicts.Where(verdict => verdict.Valid != expected).Select(verdict => verdict.Way).ToList();
        return wrong.Count == 0 ? null : $"expected {(expected ? "valid" : "invalid")}, otherwise by {string.Join(", ", wrong)}";
    }

    private static SchemaRegistry Registry(string draft)
    {
        var registry = new SchemaRegistry();
        var remotes = Path.Combine(TestData.Folder(DataSet), "remotes");
        var waiting = Directory.EnumerateFiles(remotes, "*.json", SearchOption.AllDirectories)
            .Select(file => (File: file, Uri: "http://localhost:1234/" + Path.GetRelativePath(remotes, file).Replace('\\', '/')))
            .Where(remote => !remote.Uri.Contains("/draft3/", StringComparison.Ordinal) && !remote.Uri.Contains("/v1/", StringComparison.Ordinal))
            .OrderBy(remote => remote.Uri, StringComparer.Ordinal)
            .ToList();

        // A schema can only come after its meta-schema.
        while (waiting.Count > 0)
        {
            var before = waiting.Count;
            waiting.RemoveAll(remote => TryAdd(registry, remote.Uri, remote.File, draft));
            if (waiting.Count == before)
            {
                break;
            }
        }

        return registry;
    }

    private static bool TryAdd(SchemaRegistry registry, string uri, string file, string draft)
    {
        var folder = Dialects.Keys.FirstOrDefault(name => uri.Contains($"/{name}/", StringComparison.Ordinal)) ?? draft;
        try
        {
            registry.Add(uri, File.ReadAllBytes(file), Dialects[folder]);
            return true;
        }
        catch (SchemaException)
        {
            return false;
        }
    }
}
