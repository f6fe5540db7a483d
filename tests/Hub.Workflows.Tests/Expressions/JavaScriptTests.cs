using System.Text.Json;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Expressions;

public sealed class JavaScriptTests
{
    private const string Definition = """
        "variables":[{"id":"v1","name":"my order","typeName":"Object","value":"{\"lines\":[{\"n\":2},{\"n\":3}]}"},{"id":"v2","name":"Total","typeName":"Int32","value":"0"}],
        "inputs":[{"type":"String","name":"Citizen"}],"outputs":[{"type":"Object","name":"Out"}],
        """;

    private static string Script(string id, string script, string more = "") =>
        $$"""{"id":"{{id}}","name":"{{id}}","type":"Elsa.RunJavaScript","version":1,"script":{{Json.Literal("String", JsonEncodedText.Encode(script).ToString())}},"result":{"typeName":"Object","memoryReference":{"id":"Out"} }{{more}} }""";

    private static async Task<Burst> RunAsync(string script)
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Sequence("q", Json.Step("i", "If", $"\"name\":\"Check\",\"condition\":{Json.Literal("Boolean", "True")}"), Script("s", script)), Definition);
        return await engine.StartAsync(graph, new StartWorkflow
        {
            InstanceId = "i1",
            CorrelationId = "c1",
            Input = new Dictionary<string, JsonElement> { ["citizen"] = JsonValues.From("Ada") },
        });
    }

    [Theory]
    [InlineData("return getMyOrder().lines.reduce((sum, line) => sum + line.n, 0);", "5")]
    [InlineData("setTotal('7'); return getTotal() + variables.Total;", "14")]
    [InlineData("variables.Total = 3; return getVariable('Total');", "3")]
    [InlineData("return getCitizen() + getInput('CITIZEN');", "\"AdaAda\"")]
    [InlineData("return getOutputFrom('i') && getResultFromCheck() && getLastResult();", "true")]
    [InlineData("return [getWorkflowInstanceId(), getCorrelationId(), getWorkflowDefinitionVersion()];", "[\"i1\",\"c1\",1]")]
    [InlineData("setVariable('Fresh', {a: 1}); return variables.Fresh.a;", "1")]
    [InlineData("return [isNullOrEmpty(''), isNullOrWhiteSpace(' x '), toJson({a:1})];", "[true,false,\"{\\u0022a\\u0022:1}\"]")]
    [InlineData("return stringFromBase64(stringToBase64('é')) + bytesToString(bytesFromString('à'));", "\"éà\"")]
    [InlineData("return /^[0-9a-f]{8}-[0-9a-f]{4}-4/.test(newGuid()) && newGuid() !== newGuid();", "true")]
    public async Task RunJavaScript_ElsasFunctions_GiveWhatElsaGives(string script, string expected)
    {
        var burst = await RunAsync(script);

        Assert.Empty(burst.Incidents.Select(incident => incident.Message));
        Assert.True(JsonElement.DeepEquals(JsonValues.Parse(expected), burst.Instance.Output["Out"]), burst.Instance.Output["Out"].GetRawText());
    }

    [Fact]
    public async Task RunJavaScript_SetsOutcomesNameAndCorrelation()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Flowchart("f",
            [Script("s", "setOutcomes(['A','B']); setCorrelationId('c9'); setWorkflowInstanceName('n9');"), Json.Line("a", "a"), Json.Line("b", "b"), Json.Line("d", "d")], "s.A>a", "s.B>b", "s>d"), Definition);

        var burst = await engine.StartAsync(graph);

        Assert.Equal(["a", "b"], burst.WrittenLines);
        Assert.Equal(("c9", "n9"), (burst.Instance.CorrelationId, burst.Instance.Name));
    }

    [Fact]
    public async Task RunJavaScript_EndlessLoop_IsAnIncidentAndNothingMore()
    {
        var engine = new TestEngine(new RunnerOptions { ExpressionBudget = Hub.Expressions.ExpressionBudget.Default with { MaxSteps = 10_000 } });
        var burst = await engine.RunAsync(Script("s", "while (true) {}"));

        Assert.Equal(WorkflowSubStatus.Faulted, burst.Instance.SubStatus);
        Assert.Contains("The script of s failed", Assert.Single(burst.Incidents).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_ScriptInWhile_IsEvaluatedBeforeEachTurn()
    {
        var condition = """ "condition":{"typeName":"Boolean","expression":{"type":"JavaScript","value":"getTotal() < 3"}} """;
        var body = Json.Sequence("b", Script("inc", "variables.Total++"), Json.Step("w", "WriteLine", """ "text":{"typeName":"String","expression":{"type":"JavaScript","value":"`turn ${getTotal()}`"}} """));
        var engine = new TestEngine();

        var burst = await engine.StartAsync(engine.Compile(Json.Step("l", "While", condition + ",\"body\":" + body), Definition));

        Assert.Equal(["turn 1", "turn 2", "turn 3"], burst.WrittenLines);
    }

    [Fact]
    public void Compile_ScriptWithAMistake_IsAWarningWithItsPlace()
    {
        var graph = new TestEngine().Compile(Json.Step("w", "WriteLine", """ "text":{"typeName":"String","expression":{"type":"JavaScript","value":"1 +"}} """));

        var warning = Assert.Single(graph.Warnings);
        Assert.Equal(("bad-expression", "/root/text"), (warning.Code, warning.Place));
    }
}
