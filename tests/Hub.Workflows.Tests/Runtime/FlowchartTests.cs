using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Runtime;

public sealed class FlowchartTests
{
    private static string Join(string id, string mode) => Json.Step(id, "FlowJoin", $"\"mode\":{Json.Literal("Elsa.Mode", mode)}");

    private static string Fork(string id, params string[] branches) => Json.Step(id, "FlowFork", $"\"branches\":{Json.Object(System.Text.Json.JsonSerializer.Serialize(branches))}");

    private static string Decide(string id, bool value) => Json.Step(id, "FlowDecision", $"\"condition\":{Json.Literal("Boolean", value ? "True" : "False")}");

    [Fact]
    public async Task Run_Diamond_JoinsImplicitlyOnce()
    {
        var burst = await new TestEngine().RunAsync(Json.Flowchart("f", [Json.Line("a", "a"), Json.Line("b", "b"), Json.Line("c", "c"), Json.Line("d", "d")], "a>b", "a>c", "b>d", "c>d"));

        Assert.Equal(["a", "b", "c", "d"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task Run_DecisionIntoImplicitJoin_SkipsTheOtherBranch()
    {
        var burst = await new TestEngine().RunAsync(Json.Flowchart("f",
            [Decide("q", true), Json.Line("yes", "yes"), Json.Line("no", "no"), Json.Line("no2", "no2"), Json.Line("end", "end")],
            "q.True>yes", "q.False>no", "no>no2", "yes>end", "no2>end"));

        Assert.Equal(["yes", "end"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    [Theory]
    [InlineData("WaitAll", new[] { "one" })]
    [InlineData("WaitAllActive", new[] { "one", "end" })]
    [InlineData("WaitAny", new[] { "one", "end" })]
    public async Task Run_JoinWithOneBranchPassedBy_DecidesByItsMode(string mode, string[] expected)
    {
        var burst = await new TestEngine().RunAsync(Json.Flowchart("f",
            [Fork("k", "A", "B"), Decide("q", false), Json.Line("one", "one"), Json.Line("two", "two"), Join("j", mode), Json.Line("end", "end")],
            "k.A>one", "k.B>q", "q.True>two", "one>j", "two>j", "j>end"));

        Assert.Equal(expected, burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task Run_WaitAnyWithWaitingBranches_CancelsThemAndTheirBookmarks()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Flowchart("f",
            [Fork("k", "A", "B"), Json.Event("e1", "One"), Json.Event("e2", "Two"), Join("j", "WaitAny"), Json.Line("end", "end")],
            "k.A>e1", "k.B>e2", "e1>j", "e2>j", "j>end"));
        var waiting = await engine.StartAsync(graph);
        Assert.Equal(2, waiting.CreatedBookmarks.Count);

        var burst = await engine.ResumeAsync(graph, waiting.Instance, waiting.Instance.Bookmarks[1].Id);

        Assert.Equal(["end"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
        Assert.Empty(burst.Instance.Bookmarks);
        Assert.Equal(2, burst.BurnedBookmarks.Count);
        Assert.Contains(burst.Journal, entry => entry.Node.Id == "e1" && entry.Event == JournalEvent.Canceled);
    }

    [Fact]
    public async Task Run_LoopWithCounter_TurnsUntilTheDecisionLeaves()
    {
        // A sequence of events stands for a condition that changes from turn to turn.
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Flowchart("f",
            [Json.Line("a", "a"), Json.Event("e", "Next", $",\"result\":{{\"typeName\":\"Boolean\",\"memoryReference\":{{\"id\":\"again\"}}}}"), Json.Step("q", "FlowDecision", $"\"condition\":{Json.Variable("again")}"), Json.Line("z", "z")],
            "a>e", "e>q", "q.True>a", "q.False>z"),
            "\"variables\":[{\"id\":\"again\",\"name\":\"again\",\"typeName\":\"Boolean\"}],");
        var burst = await engine.StartAsync(graph);

        burst = await engine.ResumeAsync(graph, burst.Instance, burst.Instance.Bookmarks[0].Id, "true");
        Assert.Equal(["a"], burst.WrittenLines);
        burst = await engine.ResumeAsync(graph, burst.Instance, burst.Instance.Bookmarks[0].Id, "true");
        burst = await engine.ResumeAsync(graph, burst.Instance, burst.Instance.Bookmarks[0].Id, "false");

        Assert.Equal(["z"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
        Assert.Empty(burst.Instance.Incidents);
    }

    [Fact]
    public async Task Run_WayBackThatClosesNoLoop_FaultsAndNamesBothEnds()
    {
        // b is reached past x, yet leads back to it.
        var burst = await new TestEngine().RunAsync(Json.Flowchart("f",
            [Fork("k", "A", "B"), Json.Line("x", "x"), Json.Line("y", "y"), Json.Line("b", "b")], "k.A>x", "x>y", "k.B>b", "y>b", "b>x"));

        Assert.Equal(WorkflowSubStatus.Faulted, burst.Instance.SubStatus);
        Assert.Contains("from y back to b", Assert.Single(burst.Incidents).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LegacyConnectionsAndEnd_AreUnderstood()
    {
        var root = $$"""{"id":"f","type":"Elsa.Flowchart","activities":[{{Json.Line("a", "a")}},{{Json.Step("x", "End")}},{{Json.Line("b", "b")}}],"connections":{"$values":[{"source":"a","target":"x","sourcePort":"Done","targetPort":"In"},{"source":"a","target":"b"}]} }""";

        var burst = await new TestEngine().RunAsync(root);

        // The end completes the flowchart while b is still queued, which takes it back.
        Assert.Equal(["a"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task Run_TokenModeWaitAll_WaitsForBothBranches()
    {
        var engine = new TestEngine(new RunnerOptions { TokenBasedFlowcharts = true });

        var burst = await engine.RunAsync(Json.Flowchart("f",
            [Fork("k", "A", "B"), Json.Line("one", "one"), Json.Line("two", "two"), Join("j", "WaitAll"), Json.Line("end", "end")],
            "k.A>one", "k.B>two", "one>j", "two>j", "j>end"));

        Assert.Equal(["one", "two", "end"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task Run_StartedByTrigger_BeginsAtItWithItsInput()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Flowchart("f",
            [Json.Line("a", "a"), Json.Event("e", "Paid", ",\"customProperties\":{\"canStartWorkflow\":true},\"result\":{\"typeName\":\"Object\",\"memoryReference\":{\"id\":\"Out\"}}"), Json.Line("b", "b")], "e>b"),
            "\"outputs\":[{\"type\":\"Object\",\"name\":\"Out\"}],");

        var burst = await engine.StartAsync(graph, new StartWorkflow { TriggerActivityId = "e", TriggerInput = JsonValues.From(42) });

        Assert.Equal(["b"], burst.WrittenLines);
        Assert.Equal(42, burst.Instance.Output["Out"].GetInt32());
    }
}
