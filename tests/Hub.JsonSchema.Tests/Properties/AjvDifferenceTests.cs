using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Hub.JsonSchema.Tests.Properties;

/// <summary>Generated schemas and documents get the verdict here that ajv 8 gives. Where the two differ on purpose, a row below says why and shows it.</summary>
public sealed class AjvDifferenceTests(ITestOutputHelper output)
{
    private const int DocumentsOfASchema = 10;
    private const int SchemasAtOnce = 100;
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Name, the clause that decides, schema (without $schema, of that dialect), document, and our verdict: ajv's is the other one.
    private static readonly (string Name, string Clause, string Dialect, string Schema, string Document, bool Ours)[] Differences =
    [
        ("contains", "2020-12 Core 10.3.1.3 and 11.2: contains has evaluated the items that it counts, and no others (in 2019-09 none at all)", SchemaDialects.Draft202012,
            """{"contains":{"type":"string"},"unevaluatedItems":false}""", """["a",1]""", false),
        ("failed branch", "2020-12 Core 7.7.1.1 and 10.2.2.1: what a schema that refuses has looked at does not count as evaluated", SchemaDialects.Draft202012,
            """{"if":{"patternProperties":{"^a":{"maxItems":1}}},"then":{"minProperties":1},"unevaluatedProperties":false}""", """{"a":[1,2]}""", false),
        ("branch not taken", "2020-12 Core 10.2.2.4 and 11.3: a subschema that does not apply takes nothing away from what is evaluated", SchemaDialects.Draft202012,
            """{"unevaluatedProperties":false,"dependentSchemas":{"c":{"additionalProperties":true}},"properties":{"a":true}}""", """{"a":1}""", true),
        ("contains in nothing", "draft-07 Validation 6.4.6 (2020-12 Core 10.3.1.3): at least one item must be there", SchemaDialects.Draft7 + "#",
            """{"items":[{"type":"string"}],"contains":{"minProperties":1}}""", "[]", false),
        ("empty name", "2020-12 Validation 6.5.3: every name of the list, the empty one too", SchemaDialects.Draft202012, """{"required":[""]}""", "{}", false),
        ("large numbers", "2020-12 Core 4.2.1: numbers are of arbitrary precision", SchemaDialects.Draft202012, """{"maximum":9007199254740992}""", "9007199254740993", false),
        ("duration", "RFC 3339 appendix A: seconds follow minutes, days follow months", SchemaDialects.Draft202012, """{"format":"duration"}""", "\"PT4H5S\"", false),
        ("offset of a time", "RFC 3339 5.6: time-numoffset has a colon", SchemaDialects.Draft202012, """{"format":"time"}""", "\"12:00:00+0100\"", false),
        ("hostname", "RFC 1123 2.1 with RFC 952: a name does not end with a point", SchemaDialects.Draft202012, """{"format":"hostname"}""", "\"example.com.\"", false),
        ("dynamic reference", "2020-12 Core 8.2.3.2: where no outer resource has the anchor, the reference leads where it is written", SchemaDialects.Draft202012,
            """{"type":"object","properties":{"a":{"$dynamicRef":"#m"}},"$defs":{"m":{"$dynamicAnchor":"m","type":"boolean"}}}""", """{"a":true}""", true),
    ];

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1";

    [FactIfAjv]
    public async Task IsValid_GeneratedSchemasAndDocuments_GiveAjvsVerdict()
    {
        var wanted = IsFull ? 200_000 : 3_000;
        string[] dialects = [SchemaDialects.Draft202012, SchemaDialects.Draft202012, SchemaDialects.Draft202012, SchemaDialects.Draft201909, SchemaDialects.Draft7 + "#"];
        using var ajv = new AjvProcess();
        var differences = new List<string>();
        var (compared, valid, refused) = (0, 0, 0);
        for (var seed = 0; compared < wanted; seed += SchemasAtOnce)
        {
            var questions = Enumerable.Range(seed, SchemasAtOnce).Select(each => Generate(each, dialects[each % dialects.Length])).ToArray();
            var theirs = await ajv.AskAsync(questions);
            for (var i = 0; i < questions.Length; i++)
            {
                if (theirs[i] is not { } verdicts)
                {
                    refused++;
                    continue;
                }

                var ours = Verdicts(questions[i]);
                for (var document = 0; document < ours.Length; document++)
                {
                    compared++;
                    valid += ours[document] ? 1 : 0;
                    if (ours[document] != verdicts[document])
                    {
                        differences.Add($"seed {seed + i}: we say {ours[document]}\n  {questions[i].Schema}\n  {questions[i].Documents[document]}");
                    }
                }
            }
        }

        output.WriteLine($"{compared} pairs compared, {valid} valid; {refused} schemas that ajv does not compile.");
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared} differ:\n{string.Join('\n', differences.OrderBy(each => each.Length).Take(15))}");

        // The test would say nothing if nearly all were refused.
        Assert.InRange(valid, compared / 5, compared * 4 / 5);
        Assert.InRange(refused, 0, compared / DocumentsOfASchema / 50);
    }

    [FactIfAjv]
    public async Task IsValid_GeneratedTextsOfFormats_GiveAjvsVerdict()
    {
        var each = IsFull ? 5_000 : 150;
        var generator = new FormatTextGenerator(new Random(20261122));
        var questions = FormatTextGenerator.Formats
            .Select(format => new Question($$"""{"$schema":"{{SchemaDialects.Draft202012}}","format":"{{format}}"}""", [.. Enumerable.Range(0, each).Select(_ => JsonSerializer.Serialize(generator.Next(format)))], Formats: true))
            .ToArray();
        using var ajv = new AjvProcess();

        var theirs = await ajv.AskAsync(questions);

        var differences = new List<string>();
        for (var i = 0; i < questions.Length; i++)
        {
            var ours = Verdicts(questions[i]);
            var verdicts = theirs[i] ?? throw new InvalidOperationException($"ajv does not compile {questions[i].Schema}");
            differences.AddRange(questions[i].Documents.Where((text, at) => ours[at] != verdicts[at] && !IsDocumented(FormatTextGenerator.Formats[i], JsonSerializer.Deserialize<string>(text) ?? "", ours[at]))
                .Distinct().Take(12).Select(text => $"{FormatTextGenerator.Formats[i]}: {text}"));
            output.WriteLine($"{FormatTextGenerator.Formats[i]}: {ours.Count(verdict => verdict)} of {ours.Length} valid");
            Assert.Contains(true, ours);
            Assert.Contains(false, ours);
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [FactIfAjv]
    public async Task IsValid_DocumentedDifferences_AreWhatTheRowsSay()
    {
        var questions = Differences.Select(each => new Question($$"""{"$schema":"{{each.Dialect}}",{{each.Schema[1..]}}""", [each.Document], Formats: true)).ToArray();
        using var ajv = new AjvProcess();

        var theirs = await ajv.AskAsync(questions);

        Assert.InRange(Differences.Length, 1, 10);
        Assert.Equal(Differences.Select(each => (each.Name, each.Ours)), Differences.Zip(questions, (each, question) => (each.Name, Verdicts(question)[0])));
        Assert.Equal(Differences.Select(each => (each.Name, !each.Ours)), Differences.Zip(theirs, (each, verdicts) => (each.Name, verdicts?[0] ?? each.Ours)));
    }

    /// <summary>A text on which the two differ for a reason that a row of <see cref="Differences"/> gives.</summary>
    private static bool IsDocumented(string format, string text, bool ours) => format switch
    {
        "duration" => System.Text.RegularExpressions.Regex.IsMatch(text, "[0-9]H[0-9]+S|[0-9]Y[0-9]+D", System.Text.RegularExpressions.RegexOptions.NonBacktracking),
        "hostname" => text.EndsWith('.'),
        "time" or "date-time" => !ours && text.Length > 5 && text[^5] is '+' or '-' && text[^4..].All(char.IsAsciiDigit),
        _ => false,
    };

    private static Question Generate(int seed, string dialect)
    {
        var random = new Random(seed);
        var schema = new SchemaGenerator(random, dialect).Next();
        var documents = new DocumentGenerator(random, schema);
        return new Question(schema.ToJsonString(OneLine), [.. Enumerable.Range(0, DocumentsOfASchema).Select(_ => documents.Next())]);
    }

    private static bool[] Verdicts(Question question)
    {
        var validator = new SchemaRegistry().Compile(Encoding.UTF8.GetBytes(question.Schema), new SchemaOptions { AssertFormats = question.Formats });
        return [.. question.Documents.Select(document =>
        {
            var bytes = Encoding.UTF8.GetBytes(document);
            var verdict = validator.IsValid(bytes);

            // Every other way must agree before another validator is asked.
            Assert.Equal(verdict, validator.Validate(bytes).IsValid);
            Assert.Equal(verdict, validator.IsValid(JsonElement.Parse(bytes)));
            return verdict;
        })];
    }
}
