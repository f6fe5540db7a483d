using System.Text;
using System.Text.Json;
using Hub.JsonSchema;
using Hub.Server.Cli;
using Xunit.Abstractions;

namespace Hub.Server.Tests.Cli;

/// <summary>The official test suite through the harness's protocol, line by line, as the harness translates it; and what is not of the protocol.</summary>
public sealed class BowtieCommandTests(ITestOutputHelper output)
{
    private const string Start = """{"cmd":"start","version":1}""";
    private const string Stop = """{"cmd":"stop"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [TheoryIfData("json-schema-test-suite")]
    [InlineData("draft2020-12", SchemaDialects.Draft202012, 1200)]
    [InlineData("draft2019-09", SchemaDialects.Draft201909, 1100)]
    [InlineData("draft7", SchemaDialects.Draft7 + "#", 800)]
    [InlineData("draft6", SchemaDialects.Draft6 + "#", 700)]
    [InlineData("draft4", SchemaDialects.Draft4 + "#", 500)]
    public async Task AnswerAsync_RequiredTestsOfTheSuite_AreAllAnsweredRight(string draft, string dialect, int least)
    {
        var suite = TestData.Folder("json-schema-test-suite");
        var remotes = Remotes(suite, draft);
        var cases = Directory.EnumerateFiles(Path.Combine(suite, "tests", draft), "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => JsonElement.Parse(File.ReadAllText(file), new JsonDocumentOptions { MaxDepth = 512 }).EnumerateArray()).ToArray();
        var lines = new[] { Start, $$"""{"cmd":"dialect","dialect":"{{dialect}}"}""" }.Concat(cases.Select((each, seq) => RunLine(each, seq, remotes))).Append(Stop);

        var answers = await ConverseAsync(lines);

        Assert.Equal(cases.Length + 2, answers.Length);
        Assert.Equal("""{"ok":true}""", answers[1].GetRawText());
        var wrong = new List<string>();
        var total = 0;
        for (var i = 0; i < cases.Length; i++)
        {
            var (answer, tests) = (answers[i + 2], cases[i].GetProperty("tests").EnumerateArray().ToArray());
            Assert.Equal(i, answer.GetProperty("seq").GetInt32());
            var results = answer.TryGetProperty("results", out var given) ? given.EnumerateArray().ToArray() : [];
            for (var test = 0; test < tests.Length; test++)
            {
                total++;
                if (results.Length != tests.Length || !results[test].TryGetProperty("valid", out var valid) || valid.GetBoolean() != tests[test].GetProperty("valid").GetBoolean())
                {
                    wrong.Add($"{cases[i].GetProperty("description")}: {tests[test].GetProperty("description")}: {answer}");
                }
            }
        }

        output.WriteLine($"{draft}: {total - wrong.Count} of {total}");
        Assert.Equal([], wrong);
        Assert.True(total >= least, $"Only {total} tests were found, {least} or more were expected.");
    }

    [Fact]
    public async Task AnswerAsync_Start_DescribesTheImplementation()
    {
        var implementation = (await ConverseAsync([Start, Stop]))[0].GetProperty("implementation");

        Assert.Equal("dotnet", implementation.GetProperty("language").GetString());
        Assert.Equal(5, implementation.GetProperty("dialects").GetArrayLength());
        Assert.All(["name", "homepage", "issues", "source"], name => Assert.NotEmpty(implementation.GetProperty(name).GetString() ?? ""));
    }

    [Fact]
    public async Task AnswerAsync_SchemaWithoutDialect_IsReadInTheDialectThatWasSet()
    {
        // Beside $ref nothing counts until draft 7; from 2019-09 on it does.
        const string Case = """{"cmd":"run","seq":"a","case":{"description":"d","schema":{"$ref":"#/definitions/x","maxItems":1,"definitions":{"x":{}}},"tests":[{"description":"t","instance":[1,2]}]}}""";

        var answers = await ConverseAsync(
            [Start, """{"cmd":"dialect","dialect":"http://json-schema.org/draft-07/schema#"}""", Case, """{"cmd":"dialect","dialect":"https://json-schema.org/draft/2019-09/schema"}""", Case]);

        Assert.Equal("""{"seq":"a","results":[{"valid":true}]}""", answers[2].GetRawText());
        Assert.Equal("""{"seq":"a","results":[{"valid":false}]}""", answers[4].GetRawText());
    }

    [Fact]
    public async Task AnswerAsync_CaseThatCannotBeRun_IsErroredAndTheNextIsAnswered()
    {
        var answers = await ConverseAsync(
            [
                Start,
                """{"cmd":"dialect","dialect":"https://example.com/unknown"}""",
                """{"cmd":"run","seq":1,"case":{"description":"d","schema":{"$ref":"https://example.com/missing"},"registry":{"https://example.com/other":{"type":12}},"tests":[{"description":"t","instance":1}]}}""",
                """{"cmd":"run","seq":2,"case":{"description":"d","schema":{"$dynamicAnchor":"a","$dynamicRef":"#a"},"tests":[{"description":"t","instance":1}]}}""",
                """{"cmd":"run","seq":3,"case":{"description":"d","schema":{"type":"integer"},"tests":[{"description":"t","instance":1}]}}""",
                Stop,
                "this line is never read",
            ]);

        Assert.Equal("""{"ok":false}""", answers[1].GetRawText());
        Assert.True(answers[2].GetProperty("errored").GetBoolean());
        var message = answers[2].GetProperty("context").GetProperty("message").GetString();
        Assert.Contains("https://example.com/missing", message, StringComparison.Ordinal);
        Assert.Contains("https://example.com/other", message, StringComparison.Ordinal);
        Assert.True(answers[3].GetProperty("results")[0].GetProperty("errored").GetBoolean());
        Assert.Equal("""{"seq":3,"results":[{"valid":true}]}""", answers[4].GetRawText());
        Assert.Equal(5, answers.Length);
    }

    [Fact]
    public async Task AnswerAsync_OutputOfAnnotations_ListsThem()
    {
        var answers = await ConverseAsync(
            [Start, """{"cmd":"run","seq":1,"output":"annotations","case":{"description":"d","schema":{"properties":{"a":{"title":"T"}}},"tests":[{"description":"t","instance":{"a":1}}]}}"""]);

        Assert.Equal(
            """{"seq":1,"results":[{"valid":true,"annotations":[{"keyword":"title","instanceLocation":"/a","keywordLocation":"#/properties/a/title","annotation":"T"}]}]}""",
            answers[1].GetRawText());
    }

    [Theory]
    [InlineData("""{"cmd":"run"}""", "first line")]
    [InlineData("""{"cmd":"start","version":2}""", "version 1")]
    [InlineData("nonsense", "JSON")]
    public async Task AnswerAsync_LineThatIsNotOfTheProtocol_IsRefused(string line, string expected)
    {
        var refused = await Assert.ThrowsAsync<CommandRefusedException>(() => ConverseAsync([line]));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonElement[]> ConverseAsync(IEnumerable<string> lines)
    {
        using var answers = new StringWriter();
        using var input = new LinesReader(lines);
        await BowtieCommand.AnswerAsync(input, answers, "https://example.com/hub", CancellationToken.None).WaitAsync(Patience);
        return [.. answers.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    private static string RunLine(JsonElement group, int seq, string remotes)
    {
        // The values go in as they are written: 1.0 must not become 1.
        var written = string.Join(',', group.GetProperty("tests").EnumerateArray().Select(test =>
            $$"""{"description":{{test.GetProperty("description").GetRawText()}},"instance":{{Line(test.GetProperty("data"))}},"valid":{{test.GetProperty("valid").GetRawText()}}}"""));
        return $$"""{"cmd":"run","seq":{{seq}},"case":{"description":{{group.GetProperty("description").GetRawText()}},"schema":{{Line(group.GetProperty("schema"))}},"registry":{{remotes}},"tests":[{{written}}] } }""";
    }

    private static string Line(JsonElement value) => JsonSerializer.Serialize(value);

    /// <summary>The schemas that the suite's own server would serve; those of another draft are not sent with this one.</summary>
    private static string Remotes(string suite, string draft)
    {
        var folder = Path.Combine(suite, "remotes");
        var text = new StringBuilder("{");
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            var first = path.Split('/')[0];
            if (first == draft || !(first.StartsWith("draft", StringComparison.Ordinal) || first == "v1"))
            {
                text.Append(text.Length > 1 ? "," : "").Append(JsonSerializer.Serialize("http://localhost:1234/" + path)).Append(':').Append(Line(JsonElement.Parse(File.ReadAllText(file))));
            }
        }

        return text.Append('}').ToString();
    }

    /// <summary>Lines that are made as they are asked for: together they would take hundreds of megabytes.</summary>
    private sealed class LinesReader(IEnumerable<string> lines) : TextReader
    {
        private readonly IEnumerator<string> remaining = lines.GetEnumerator();

        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => new(remaining.MoveNext() ? remaining.Current : null);

        protected override void Dispose(bool disposing)
        {
            remaining.Dispose();
            base.Dispose(disposing);
        }
    }
}
