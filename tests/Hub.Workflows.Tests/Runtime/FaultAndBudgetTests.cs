using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Runtime;

public sealed class FaultAndBudgetTests
{
    private static readonly string Failing = Json.Step("bad", "Fault", $"\"code\":{Json.Literal("String", "E7")},\"message\":{Json.Literal("String", "Boom")}");

    private static string Parallel(params string[] activities) => $$"""{"id":"p","type":"Elsa.Parallel","activities":[{{string.Join(",", activities)}}]}""";

    [Fact]
    public async Task Fault_DefaultStrategy_FaultsTheInstanceButQueuedSiblingsRun()
    {
        var burst = await new TestEngine().RunAsync(Parallel(Failing, Json.Line("s", "sibling")));

        Assert.Equal(WorkflowSubStatus.Faulted, burst.Instance.SubStatus);
        Assert.Equal(["sibling"], burst.WrittenLines);
        var incident = Assert.Single(burst.Incidents);
        Assert.Equal(("bad", "Elsa.Fault", "Boom"), (incident.ActivityId, incident.ActivityType, incident.Message));
        Assert.Equal("E7", incident.Exception?.Metadata["Code"]);
        Assert.Equal([1, 1, 1], burst.Instance.OpenContexts.Select(context => context.AggregateFaultCount));
        Assert.Equal(ActivityStatus.Faulted, burst.ActivityRecords.Single(record => record.Node.Id == "bad").Status);
    }

    [Fact]
    public async Task Fault_ContinueWithIncidents_LeavesTheInstanceSuspended()
    {
        var burst = await new TestEngine().RunAsync(Parallel(Failing, Json.Line("s", "sibling")),
            "\"options\":{\"incidentStrategyType\":\"Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core\"},");

        Assert.Equal(WorkflowSubStatus.Suspended, burst.Instance.SubStatus);
        Assert.Single(burst.Instance.Incidents);
    }

    [Fact]
    public async Task Retry_AfterTheCauseIsMended_RunsToTheEnd()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Sequence("q", Json.Step("set", "WriteHttpResponse", $"\"content\":{Json.Literal("Object", "ok")}"), Json.Line("end", "end")));
        var faulted = await engine.StartAsync(graph);
        Assert.Equal(WorkflowSubStatus.Faulted, faulted.Instance.SubStatus);

        engine.Host = new Exchange();
        var burst = await engine.RetryAsync(graph, WorkflowInstance.Deserialize(faulted.Instance.Serialize()));

        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
        Assert.Equal(["end"], burst.WrittenLines);
        Assert.Equal((200, "text/plain"), (burst.WrittenHttpResponse?.StatusCode, burst.WrittenHttpResponse?.ContentType));
        Assert.All(burst.Instance.OpenContexts, context => Assert.Equal(0, context.AggregateFaultCount));
    }

    [Fact]
    public async Task Input_ThatCannotBeEvaluated_FaultsWithElsasMessage()
    {
        var burst = await new TestEngine().RunAsync(Json.Step("w", "WriteLine", """ "text":{"typeName":"String","expression":{"type":"Object","value":"{not json"}} """));

        var incident = Assert.Single(burst.Incidents);
        Assert.Equal("Failed to evaluate activity input 'Text'", incident.Message);
        Assert.Contains("not JSON", incident.Exception?.Inner?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnknownActivityType_FaultsWhereItIsReached()
    {
        var burst = await new TestEngine().RunAsync(Json.Sequence("q", Json.Line("a", "a"), """{"id":"m","type":"Acme.Mystery","version":4}"""));

        Assert.Equal(["a"], burst.WrittenLines);
        Assert.Contains("Acme.Mystery version 4", Assert.Single(burst.Incidents).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_EndlessLoop_IsStoppedByTheBudget(bool withBody)
    {
        var engine = new TestEngine(new RunnerOptions { MaxExecutionsPerBurst = 500 });
        var loop = Json.Step("forever", "While", $"\"condition\":{Json.Literal("Boolean", "True")}" + (withBody ? $",\"body\":{Json.Line("turn", "turn")}" : ""));

        var burst = await engine.RunAsync(loop);

        Assert.Equal(WorkflowSubStatus.Faulted, burst.Instance.SubStatus);
        Assert.Contains("more than 500 activity executions", Assert.Single(burst.Incidents).Message, StringComparison.Ordinal);
        var after = await engine.RunAsync(Json.Line("a", "another"));
        Assert.Equal(["another"], after.WrittenLines);
    }

    [Fact]
    public async Task Start_TwoHundredNestedSequences_RunAndSurviveTheStore()
    {
        var root = Json.Sequence("inner", Json.Event("e", "Go"), Json.Line("deep", "deep"));
        for (var level = 0; level < 200; level++)
        {
            root = Json.Sequence($"s{level}", root);
        }

        var engine = new TestEngine();
        var graph = engine.Compile(root);
        var waiting = await engine.StartAsync(graph);
        var instance = WorkflowInstance.Deserialize(waiting.Instance.Serialize());
        var burst = await engine.ResumeAsync(graph, instance, instance.Bookmarks[0].Id);

        Assert.Equal(["deep"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task Start_TenThousandActivities_RunInOneBurst()
    {
        var lines = Enumerable.Range(0, 10_000).Select(number => Json.Line($"l{number}", "x")).ToArray();
        var connections = Enumerable.Range(0, 9_999).Select(number => $"l{number}>l{number + 1}").ToArray();

        var burst = await new TestEngine().RunAsync(Json.Flowchart("f", lines, connections));

        Assert.Equal(10_000, burst.WrittenLines.Count);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    private sealed class Exchange : Workflows.Http.IHttpExchange
    {
        public bool CanRespond => true;
    }
}
