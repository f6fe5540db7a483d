using System.Text;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Runtime;

public sealed class CommitStrategyTests
{
    private static readonly string Lines = Json.Sequence("q", Json.Line("a", "a"), Strategic("b", "CommitAlways"), Strategic("c", "Executed"), Strategic("d", "CommitNever"), Json.Line("e", "e"));

    private static string Strategic(string id, string name) => Json.Step(id, "WriteLine", $"\"text\":{Json.Literal("String", id)},\"customProperties\":{{\"commitStrategyName\":\"{name}\"}}");

    private static string Strategy(string name) => $"\"options\":{{\"commitStrategyName\":\"{name}\"}},";

    // The lines of each burst, through the store, until nothing goes on by itself.
    private static async Task<(List<string> Bursts, Burst Last)> PlayAsync(TestEngine engine, WorkflowGraph graph)
    {
        var burst = await engine.StartAsync(graph);
        var bursts = new List<string> { string.Concat(burst.WrittenLines) };
        while (burst.Instance.Bookmarks.FirstOrDefault(bookmark => OwnBookmarks.Includes(bookmark.Name)) is { } own)
        {
            Assert.Equal(TestEngine.Noon, own.DueAt);
            burst = await engine.ResumeAsync(graph, WorkflowInstance.Deserialize(burst.Instance.Serialize()), own.Id);
            bursts.Add(string.Concat(burst.WrittenLines));
        }

        return (bursts, burst);
    }

    [Fact]
    public async Task Start_ActivityStrategies_CommitWhereTheySay()
    {
        var engine = new TestEngine();

        var (bursts, last) = await PlayAsync(engine, engine.Compile(Lines));

        Assert.Equal(["a", "b", "c", "de"], bursts);
        Assert.Equal(WorkflowSubStatus.Finished, last.Instance.SubStatus);
    }

    [Theory]
    [InlineData("WorkflowExecuted", "a|b|c|de")]
    [InlineData("WorkflowExecuting", "|a|b|c|de")]
    [InlineData("ActivityExecuting", "||a|b|c|d|e")]
    public async Task Start_WorkflowStrategy_HoldsWhereAnActivityHasNone(string strategy, string expected)
    {
        var engine = new TestEngine();

        var (bursts, last) = await PlayAsync(engine, engine.Compile(Lines, Strategy(strategy)));

        Assert.Equal(expected, string.Join('|', bursts));
        Assert.Equal(WorkflowSubStatus.Finished, last.Instance.SubStatus);
    }

    [Fact]
    public async Task Start_CommittedInTheMiddle_IsExecutingAndKeepsMemoryVariablesAndItsTrigger()
    {
        var set = Json.Step("s", "SetVariable", $"\"variable\":{{\"id\":\"m\"}},\"value\":{Json.Literal("String", "changed")}");
        var engine = new TestEngine();
        var graph = engine.Compile(
            Json.Flowchart("f", [set, Json.Event("e", "Go", ",\"customProperties\":{\"canStartWorkflow\":true}"), Json.Step("w", "WriteLine", $"\"text\":{Json.Variable("m")}")], "e>s", "s>w"),
            "\"variables\":[{\"id\":\"m\",\"name\":\"m\",\"typeName\":\"String\",\"value\":\"default\"}]," + Strategy("ActivityExecuting"));

        var burst = await engine.StartAsync(graph, new StartWorkflow { InstanceId = "i1", TriggerActivityId = "e" });
        Assert.Equal((WorkflowStatus.Running, WorkflowSubStatus.Executing), (burst.Instance.Status, burst.Instance.SubStatus));
        var lines = new List<string>();
        while (burst.Instance.Status == WorkflowStatus.Running)
        {
            var state = burst.Instance.Serialize();
            var instance = WorkflowInstance.Deserialize(state);
            instance.Bind(graph);
            Assert.Equal(Encoding.UTF8.GetString(state), Encoding.UTF8.GetString(instance.Serialize()));
            burst = await engine.ResumeAsync(graph, instance, Assert.Single(instance.Bookmarks).Id);
            lines.AddRange(burst.WrittenLines);
        }

        Assert.Equal(["changed"], lines);
    }

    [Fact]
    public async Task Resume_EventBetweenTheHalvesOfABurst_DoesBothOnce()
    {
        var engine = new TestEngine();
        var parallel = $$"""{"id":"p","type":"Elsa.Parallel","activities":[{{Json.Event("e", "Go")}},{{Strategic("x", "Executed")}},{{Json.Line("y", "y")}}]}""";
        var graph = engine.Compile(parallel);
        var burst = await engine.StartAsync(graph);
        Assert.Equal(["x"], burst.WrittenLines);

        var instance = WorkflowInstance.Deserialize(burst.Instance.Serialize());
        burst = await engine.ResumeAsync(graph, instance, instance.Bookmarks.Single(bookmark => bookmark.Name == Stimulus.Event).Id);

        Assert.Equal(["y"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
        Assert.Empty(burst.Instance.Bookmarks);
    }

    [Fact]
    public async Task Cancel_BetweenTheHalvesOfABurst_LeavesNothing()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Lines);
        var burst = await engine.StartAsync(graph);

        burst = await engine.CancelAsync(graph, WorkflowInstance.Deserialize(burst.Instance.Serialize()));

        Assert.Equal(WorkflowSubStatus.Cancelled, burst.Instance.SubStatus);
        Assert.Empty(burst.Instance.Bookmarks);
        Assert.Empty(burst.WrittenLines);
    }

    [Fact]
    public async Task Start_EndlessLoopThatCommitsEachTurn_IsStoppedByTheSameBudget()
    {
        var engine = new TestEngine(new RunnerOptions { MaxExecutionsPerBurst = 50 });
        var graph = engine.Compile(Json.Step("forever", "While", $"\"condition\":{Json.Literal("Boolean", "True")},\"body\":{Strategic("turn", "Executed")}"));

        var (bursts, last) = await PlayAsync(engine, graph);

        Assert.InRange(bursts.Count, 20, 60);
        Assert.Equal(WorkflowSubStatus.Faulted, last.Instance.SubStatus);
        Assert.Contains("more than 50 activity executions", Assert.Single(last.Instance.Incidents).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ActivityThatRunsAsynchronously_IsCommittedFirstWhileTheOthersGoOn()
    {
        var engine = new TestEngine { Host = new Answering() };
        var call = Json.Step("call", "SendHttpRequest", $"\"url\":{Json.Literal("Uri", "http://example.org/x")},\"authorization\":{{\"typeName\":\"String\",\"expression\":{{\"type\":\"JavaScript\",\"value\":\"'Bearer ' + 42\"}} }},\"customProperties\":{{\"runAsynchronously\":true}}");
        var graph = engine.Compile($$"""{"id":"p","type":"Elsa.Parallel","activities":[{{call}},{{Json.Line("y", "y")}}]}""");

        var burst = await engine.StartAsync(graph);

        var host = (Answering)engine.Host;
        Assert.Equal(["y"], burst.WrittenLines);
        Assert.Empty(host.Calls);
        Assert.Equal(OwnBookmarks.Background, Assert.Single(burst.Instance.Bookmarks).Name);
        var state = burst.Instance.Serialize();
        Assert.DoesNotContain("Bearer", Encoding.UTF8.GetString(state), StringComparison.Ordinal);
        var instance = WorkflowInstance.Deserialize(state);
        burst = await engine.ResumeAsync(graph, instance, instance.Bookmarks[0].Id);
        Assert.Equal("Bearer 42", Assert.Single(host.Calls).Authorization);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
        Assert.Equal(["Resumed", "Completed"], burst.Journal.Where(entry => entry.Node.Id == "call").Select(entry => entry.EventName));
    }

    private sealed class Answering : Workflows.Http.IHttpCaller
    {
        public List<Workflows.Http.HttpCall> Calls { get; } = [];

        public ValueTask<Workflows.Http.HttpCallResult> CallAsync(Workflows.Http.HttpCall call, CancellationToken cancellationToken)
        {
            Calls.Add(call);
            return new(new Workflows.Http.HttpCallResult(Workflows.Http.HttpCallOutcome.Answered, 200, [], default));
        }
    }
}
