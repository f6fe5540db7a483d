using System.Text.Json;
using Hub.Server.Tests.ElsaApi;

namespace Hub.Server.Tests.Cli;

public sealed class WorkflowCommandTests : IDisposable
{
    private readonly CommandScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public async Task Import_ThenExportThenImport_IsUnchangedAndTheSameBytes()
    {
        Write("in/greet.json", Definition("greet", "Hi", x: 5));
        Assert.Equal(0, (await RunAsync("import", In("in"))).Exit);
        Assert.Equal(0, (await RunAsync("export", "--to", In("out"))).Exit);
        var (workflow, layout) = (Read("out/greet/workflow.json"), Read("out/greet/workflow.layout.json"));

        var (exit, output, _) = await RunAsync("import", In("out"));
        var again = await RunAsync("export", "greet", "--to", In("again"));

        Assert.Equal(0, exit);
        Assert.Contains("greet is unchanged (version 1)", output, StringComparison.Ordinal);
        Assert.Contains("0 new, 0 changed, 1 unchanged, 0 refused.", output, StringComparison.Ordinal);
        Assert.Equal(0, again.Exit);
        Assert.Equal((workflow, layout), (Read("again/greet/workflow.json"), Read("again/greet/workflow.layout.json")));
        Assert.DoesNotContain("position", workflow, StringComparison.Ordinal);
        Assert.Contains("position", layout, StringComparison.Ordinal);
    }

    [FactIfData("elsa-cases")]
    public async Task Export_EveryElsaCaseImportedElsewhere_IsTheSameByteForByte()
    {
        var cases = TestData.Folder("elsa-cases");
        var definitions = Directory.EnumerateFiles(cases, "*.json", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("expected.json" or "index.json"))
            .Select(File.ReadAllText).DistinctBy(json => JsonElement.Parse(json).TryGetProperty("definitionId", out var id) ? id.GetString() : json).ToList();
        for (var i = 0; i < definitions.Count; i++)
        {
            Write($"cases/{i}.json", definitions[i]);
        }

        var elsewhere = ("Hub:Data", In("elsewhere"));
        Assert.Contains($"{definitions.Count} new, 0 changed, 0 unchanged, 0 refused.", (await RunAsync("import", In("cases"))).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("export", "--to", In("first"))).Exit);

        Assert.Equal(0, (await scope.RunAsync(["workflow", "import", In("first")], elsewhere)).Exit);
        Assert.Equal(0, (await scope.RunAsync(["workflow", "export", "--to", In("second")], elsewhere)).Exit);

        var files = Directory.GetFiles(In("first"), "*", SearchOption.AllDirectories);
        Assert.True(files.Length >= definitions.Count, $"{files.Length} files of {definitions.Count} definitions.");
        Assert.Equal(files.Length, Directory.GetFiles(In("second"), "*", SearchOption.AllDirectories).Length);
        Assert.All(files, file => Assert.Equal(File.ReadAllText(file), File.ReadAllText(file.Replace(In("first"), In("second"), StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Export_WithLayout_IsOneFileForTheStudio()
    {
        Write("greet.json", Definition("greet", "Hi", x: 5));
        await RunAsync("import", In("greet.json"));
        await RunAsync("export", "--to", In("out"));

        var (exit, output, _) = await RunAsync("export", "--to", In("out"), "--with-layout", "--json");

        Assert.Equal(0, exit);
        Assert.True(JsonElement.Parse(output)[0].GetProperty("changed").GetBoolean());
        Assert.Contains("position", Read("out/greet/workflow.json"), StringComparison.Ordinal);
        Assert.False(File.Exists(In("out/greet/workflow.layout.json")));
        Assert.False(JsonElement.Parse((await RunAsync("export", "--to", In("out"), "--with-layout", "--json")).Output)[0].GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task Export_IdThatIsNoFileName_StaysInTheFolder()
    {
        Write("odd.json", Definition("../..", "Hi"));
        await RunAsync("import", In("odd.json"));

        var (exit, _, _) = await RunAsync("export", "--to", In("out"));

        Assert.Equal(0, exit);
        Assert.Equal("%2E.%2F..", Path.GetFileName(Directory.GetDirectories(In("out")).Single()));
    }

    [Fact]
    public async Task Import_ChangedFile_TellsWhatChangesAndPublishesOnlyWhenAsked()
    {
        Write("greet.json", Definition("greet", "Hi"));
        await RunAsync("import", In("greet.json"), "--publish");
        Write("greet.json", Definition("greet", "Hello"));

        var rehearsed = await RunAsync("import", In("greet.json"), "--dry-run");
        var imported = await RunAsync("import", In("greet.json"), "--json");
        var published = await RunAsync("import", In("greet.json"), "--publish");

        Assert.Contains("greet would change version 1", rehearsed.Output, StringComparison.Ordinal);
        Assert.Contains("~ In the step 'Say', the input 'text' is changed (Hi → Hello).", rehearsed.Output, StringComparison.Ordinal);
        Assert.Contains("nothing was written", rehearsed.Output, StringComparison.Ordinal);
        var file = JsonElement.Parse(imported.Output)[0];
        Assert.Equal(("changed", 2, 1, false), (file.GetProperty("outcome").GetString(), file.GetProperty("version").GetInt32(), file.GetProperty("earlierVersion").GetInt32(), file.GetProperty("isPublished").GetBoolean()));
        Assert.Equal(1, file.GetProperty("comparison").GetProperty("counts").GetProperty("changed").GetInt32());
        Assert.Contains("imported as greet version 2, published", published.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_FileThatIsNoWorkflow_Is1AndTheOthersAreTakenIn()
    {
        Write("in/a.json", "{");
        Write("in/b.json", Definition("b", "Hi"));

        var (exit, output, error) = await RunAsync("import", In("in"));

        Assert.Equal(1, exit);
        Assert.Contains("1 new, 0 changed, 0 unchanged, 1 refused.", output, StringComparison.Ordinal);
        Assert.Contains("a.json: refused:", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import", "nowhere")]
    [InlineData("lint", "nowhere")]
    [InlineData("run", "nowhere")]
    [InlineData("diff", "nowhere", "nowhere")]
    [InlineData("export")]
    public async Task AnyVerb_NothingThere_Is2AndSaysWhatToDo(params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(arguments);

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("hub: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_FileAndStoredVersion_ShowsSignsAndTells0Or1()
    {
        Write("greet.json", Definition("greet", "Hi", x: 1));
        await RunAsync("import", In("greet.json"));
        Write("moved.json", Definition("greet", "Hi", x: 100));
        Write("other.json", Definition("greet", "Hello"));

        var moved = await RunAsync("diff", "greet@1", In("moved.json"));
        var other = await RunAsync("diff", "greet", In("other.json"));
        var json = await RunAsync("diff", In("greet.json"), In("other.json"), "--json");

        Assert.Equal(0, moved.Exit);
        Assert.Contains("Nothing differs in what runs. Moved on the canvas: 1.", moved.Output, StringComparison.Ordinal);
        Assert.Equal(1, other.Exit);
        Assert.Contains("~ In the step 'Say', the input 'text' is changed (Hi → Hello).", other.Output, StringComparison.Ordinal);
        Assert.Equal(1, json.Exit);
        Assert.Equal("activityInput", JsonElement.Parse(json.Output).GetProperty("comparison").GetProperty("changes")[0].GetProperty("subject").GetString());
    }

    [Theory]
    [InlineData("greet@9", "neither a file")]
    [InlineData("greet@soon", "is no version")]
    [InlineData("nobody", "It has greet.")]
    public async Task Diff_NoSuchVersion_Is2AndNamesWhatThereIs(string place, string expected)
    {
        Write("greet.json", Definition("greet", "Hi"));
        await RunAsync("import", In("greet.json"));

        var (exit, _, error) = await RunAsync("diff", place, In("greet.json"));

        Assert.Equal(2, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_UnknownTypeAndBrokenCron_AreARemarkAndAnError()
    {
        Write("a.json", Definition("a", "Hi").Replace("Elsa.WriteLine", "Nobody.Knows", StringComparison.Ordinal));
        Write("b.json", """{"definitionId":"b","root":{"id":"c","type":"Elsa.Cron","version":1,"customProperties":{"canStartWorkflow":true},"cronExpression":{"typeName":"String","expression":{"type":"Literal","value":"never"}}}}""");

        var remarked = await RunAsync("lint", In("a.json"));
        var (exit, output, _) = await RunAsync("lint", scope.Folder, "--json");

        Assert.Equal(0, remarked.Exit);
        Assert.Contains("[unknown-activity-type]", remarked.Output, StringComparison.Ordinal);
        Assert.Equal(1, exit);
        var remark = JsonElement.Parse(output).EnumerateArray().Single(file => file.GetProperty("file").GetString()!.EndsWith("b.json", StringComparison.Ordinal)).GetProperty("remarks")[0]; // a file has a name
        Assert.Equal(("not-publishable", "error"), (remark.GetProperty("rule").GetString(), remark.GetProperty("severity").GetString()));
        Assert.NotEqual(remark.GetProperty("text").GetProperty("fr").GetString(), remark.GetProperty("text").GetProperty("en").GetString());
    }

    [Fact]
    public async Task Run_StepsAndALongDelay_Is0WithTheJournal()
    {
        Write("run.json", Sequence(
            """{"id":"wait","type":"Elsa.Delay","version":1,"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"3.00:00:00"}}}""",
            """{"id":"say","name":"Say","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"JavaScript","value":"`Hi ${getInput('who')}`"}}}"""));

        // More than once: in which part of a millisecond a run begins is chance, and must not make less than three days of them.
        for (var round = 0; round < 20; round++)
        {
            var (exit, output, error) = await RunAsync("run", In("run.json"), "--input", """{"who":"Ada"}""");

            Assert.Equal((0, ""), (exit, error));
            Assert.Contains("| Hi Ada", output, StringComparison.Ordinal);
            Assert.Contains("3d 00:0", output, StringComparison.Ordinal);
            Assert.DoesNotContain("2d 23:", output, StringComparison.Ordinal);
            Assert.Contains("test: Finished", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"id":"f","type":"Elsa.Fault","version":1,"message":{"typeName":"String","expression":{"type":"Literal","value":"Boom"}}}""", 1, "incident f: ")]
    [InlineData("""{"id":"e","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"paid"}}}""", 3, "waits at e: Elsa.Event")]
    [InlineData("""{"id":"h","type":"Elsa.SendHttpRequest","version":1,"url":{"typeName":"String","expression":{"type":"Literal","value":"http://192.0.2.1/x"}},"method":{"typeName":"String","expression":{"type":"Literal","value":"POST"}}}""", 1, "no outside calls")]
    [InlineData("""{"id":"c","type":"Hub.SendToConnector","version":1,"connector":{"typeName":"String","expression":{"type":"Literal","value":"erp"}},"operation":{"typeName":"String","expression":{"type":"Literal","value":"book"}}}""", 1, "No answer is prepared for erp.book")]
    public async Task Run_OtherEnds_HaveTheirExitCodes(string step, int expected, string told)
    {
        Write("run.json", Sequence(step));

        var (exit, output, _) = await RunAsync("run", In("run.json"));

        Assert.Equal(expected, exit);
        Assert.Contains(told, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AnswersGivenInTurn_ReachTheWorkflow()
    {
        const string Ask = """{"id":"NAME","name":"NAME","type":"Hub.SendToConnector","version":1,"connector":{"typeName":"String","expression":{"type":"Literal","value":"erp"}},"operation":{"typeName":"String","expression":{"type":"Literal","value":"book"}}}""";
        Write("run.json", Sequence(
            Ask.Replace("NAME", "first", StringComparison.Ordinal),
            Ask.Replace("NAME", "second", StringComparison.Ordinal),
            """{"id":"out","type":"Elsa.SetOutput","version":1,"outputName":{"typeName":"String","expression":{"type":"Literal","value":"Sum"}},"outputValue":{"typeName":"Object","expression":{"type":"JavaScript","value":"getResultFromFirst().n + getResultFromSecond().n"}}}"""));
        Write("answers.json", """{"erp.book":[{"n":40},{"n":2}]}""");

        var (exit, output, error) = await RunAsync("run", In("run.json"), "--answers", In("answers.json"), "--json");

        Assert.Equal((0, ""), (exit, error));
        var report = JsonElement.Parse(output);
        Assert.Equal(42, report.GetProperty("instances")[0].GetProperty("output").GetProperty("Sum").GetInt32());
        Assert.Equal(2, report.GetProperty("calls").GetArrayLength());
        Assert.NotEmpty(report.GetProperty("journal").EnumerateArray());
    }

    [Theory]
    [InlineData("[1]", "a JSON object")]
    [InlineData("{", "JSON or a file with JSON was expected")]
    [InlineData("nowhere.json", "JSON or a file with JSON was expected")]
    public async Task Run_InputThatIsNone_Is2(string input, string expected)
    {
        Write("run.json", Definition("greet", "Hi"));

        var (exit, output, error) = await RunAsync("run", In("run.json"), "--input", input);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static string Definition(string id, string text, int x = 0) => $$$"""
        {"definitionId":"{{{id}}}","name":"{{{id}}}","root":{"id":"flow","type":"Elsa.Flowchart","version":1,"connections":[],"activities":[
          {"id":"say","name":"Say","type":"Elsa.WriteLine","version":1,"metadata":{"designer":{"position":{"x":{{{x}}},"y":0} } },"text":{"typeName":"String","expression":{"type":"Literal","value":"{{{text}}}"} } }]} }
        """;

    private static string Sequence(params string[] steps) => $$"""{"definitionId":"test","name":"test","outputs":[{"name":"Sum","type":"Object"}],"root":{"id":"seq","type":"Elsa.Sequence","version":1,"activities":[{{string.Join(',', steps)}}]} }""";

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) => scope.RunAsync(["workflow", .. arguments], []);

    private string In(string path) => Path.Combine(scope.Folder, path);

    private string Read(string path) => File.ReadAllText(In(path));

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!); // it has one: the scope's folder
        File.WriteAllText(In(path), content);
    }
}
