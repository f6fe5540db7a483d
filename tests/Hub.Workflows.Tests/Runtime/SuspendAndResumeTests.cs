using System.Text;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Runtime;

public sealed class SuspendAndResumeTests
{
    private const string Kept = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core";

    // Loops, a join, variables, outputs and tags: everything that a state has to carry.
    private static readonly string Journey = Json.Flowchart("f",
        [
            Json.Step("k", "FlowFork", $"\"branches\":{Json.Object("[\"A\",\"B\"]")}"),
            Json.Step("each", "ForEach", $"\"items\":{Json.Variable("items")},\"body\":{Json.Sequence("b", Json.Event("e1", "Item"), Json.Step("say", "WriteLine", $"\"text\":{Json.Variable("CurrentValue")}"))}"),
            Json.Event("e2", "Paid", ",\"result\":{\"typeName\":\"Object\",\"memoryReference\":{\"id\":\"paid\"}}"),
            Json.Step("j", "FlowJoin", $"\"mode\":{Json.Literal("Mode", "WaitAll")}"),
            Json.Step("out", "SetOutput", $"\"outputName\":{Json.Literal("String", "Result")},\"outputValue\":{Json.Variable("paid")}"),
            Json.Step("name", "SetName", $"\"value\":{Json.Literal("String", "Né à Étrépagny")}"),
        ],
        "k.A>each", "k.B>e2", "each>j", "e2>j", "j>out", "out>name");

    private const string Variables = $$"""
        "variables":[{"id":"items","name":"items","typeName":"Object","isArray":true,"value":"[\"x\",\"y\"]","storageDriverTypeName":"{{Kept}}"},{"id":"paid","name":"paid","typeName":"Object","storageDriverTypeName":"{{Kept}}"}],
        """;

    private static async Task<(WorkflowInstance Instance, List<string> Lines)> PlayAsync(bool throughStore)
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Journey, Variables);
        var burst = await engine.StartAsync(graph);
        var lines = new List<string>();
        foreach (var position in new[] { 0, 0, 0 })
        {
            var instance = throughStore ? WorkflowInstance.Deserialize(burst.Instance.Serialize()) : burst.Instance;
            burst = await engine.ResumeAsync(graph, instance, instance.Bookmarks[position].Id, "{\"amount\":12.50}");
            lines.AddRange(burst.WrittenLines);
        }

        return (burst.Instance, lines);
    }

    [Fact]
    public async Task Resume_ThroughTheStoreOrInMemory_EndsInTheSameState()
    {
        var (straight, straightLines) = await PlayAsync(throughStore: false);
        var (stored, storedLines) = await PlayAsync(throughStore: true);

        Assert.Equal(["x", "y"], straightLines);
        Assert.Equal(straightLines, storedLines);
        Assert.Equal(WorkflowSubStatus.Finished, stored.SubStatus);
        Assert.Equal("12.50", stored.Output["Result"].GetProperty("amount").GetRawText());
        Assert.Equal(Encoding.UTF8.GetString(straight.Serialize()), Encoding.UTF8.GetString(stored.Serialize()));
    }

    [Fact]
    public async Task Serialize_ReadAndWrittenAgain_IsTheSameBytes()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Journey, Variables);
        var state = (await engine.StartAsync(graph, new StartWorkflow { InstanceId = "é", CorrelationId = "c", Properties = new Dictionary<string, System.Text.Json.JsonElement> { ["p"] = JsonValues.Parse("1.10") } })).Instance.Serialize();

        var unbound = WorkflowInstance.Deserialize(state);
        var bound = WorkflowInstance.Deserialize(state);
        bound.Bind(graph);

        Assert.Equal(state, unbound.Serialize());
        Assert.Equal(Encoding.UTF8.GetString(state), Encoding.UTF8.GetString(bound.Serialize()));
        Assert.Equal(("é", "c", 2), (bound.Id, bound.CorrelationId, bound.Bookmarks.Count));
    }

    [Fact]
    public async Task Resume_BookmarkResumedAlready_IsAClearErrorAndChangesNothing()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Sequence("q", Json.Event("e", "One"), Json.Event("f", "Two")));
        var burst = await engine.StartAsync(graph);
        var first = burst.Instance.Bookmarks[0].Id;
        burst = await engine.ResumeAsync(graph, burst.Instance, first);
        var before = burst.Instance.Serialize();

        var error = await Assert.ThrowsAsync<UnknownBookmarkException>(() => engine.ResumeAsync(graph, burst.Instance, first));

        Assert.Equal(first, error.BookmarkId);
        Assert.Equal(before, burst.Instance.Serialize());
        Assert.Equal(WorkflowSubStatus.Finished, (await engine.ResumeAsync(graph, burst.Instance, burst.Instance.Bookmarks[0].Id)).Instance.SubStatus);
    }

    [Fact]
    public async Task Resume_GraphOfAnotherVersion_IsRefused()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Event("e", "One"));
        var burst = await engine.StartAsync(graph);
        var other = engine.Compile(TestEngine.Define(Json.Event("e", "One")) with { Id = "v2" });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => engine.ResumeAsync(other, burst.Instance, burst.Instance.Bookmarks[0].Id));

        Assert.Contains("v2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suspend_VariableWithoutStorage_FallsBackToItsDefaultEvenInMemory()
    {
        var engine = new TestEngine();
        var set = Json.Step("s", "SetVariable", $"\"variable\":{{\"id\":\"m\"}},\"value\":{Json.Literal("String", "changed")}");
        var graph = engine.Compile(Json.Sequence("q", set, Json.Event("e", "Go"), Json.Step("w", "WriteLine", $"\"text\":{Json.Variable("m")}")), "\"variables\":[{\"id\":\"m\",\"name\":\"m\",\"typeName\":\"String\",\"value\":\"default\"}],");
        var burst = await engine.StartAsync(graph);

        burst = await engine.ResumeAsync(graph, burst.Instance, burst.Instance.Bookmarks[0].Id);

        Assert.Equal(["default"], burst.WrittenLines);
    }

    [Fact]
    public async Task Cancel_WaitingInstance_ClosesEverything()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Journey, Variables);
        var burst = await engine.StartAsync(graph);

        burst = await engine.CancelAsync(graph, WorkflowInstance.Deserialize(burst.Instance.Serialize()));

        Assert.Equal((WorkflowStatus.Finished, WorkflowSubStatus.Cancelled), (burst.Instance.Status, burst.Instance.SubStatus));
        Assert.Empty(burst.Instance.Bookmarks);
        Assert.Equal(2, burst.BurnedBookmarks.Count);
        Assert.Equal("Workflow cancelled", burst.Journal[^1].EventName);
        Assert.Equal(TestEngine.Noon, burst.Instance.FinishedAt);
    }

    [Fact]
    public async Task Start_SameIdsTwice_GivesTheSameBytes()
    {
        var first = await new TestEngine().RunAsync(Journey, Variables);
        var second = await new TestEngine().RunAsync(Journey, Variables);

        Assert.Equal(first.Instance.Serialize(), second.Instance.Serialize());
    }

    [Fact]
    public async Task Serialize_WaitingFiveStepInstance_IsSmall()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Sequence("seq", Json.Line("a", "1"), Json.Line("b", "2"), Json.Event("e", "Go"), Json.Line("c", "3"), Json.Line("d", "4")));

        var state = (await engine.StartAsync(graph)).Instance.Serialize();

        Assert.True(state.Length <= 1024, $"A waiting instance takes {state.Length} bytes.");
    }

    [Fact]
    public async Task Journal_OfAWaitingStep_TellsStartedSuspendedResumedCompleted()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Event("e", "Go"));
        var first = await engine.StartAsync(graph);
        var second = await engine.ResumeAsync(graph, first.Instance, first.Instance.Bookmarks[0].Id);

        Assert.Equal(["Started", "Suspended", "Resumed", "Completed"], first.Journal.Concat(second.Journal).Where(entry => entry.Node.Id == "e").Select(entry => entry.EventName));
        Assert.Equal(Enumerable.Range(1, 6).Select(number => (long)number), first.Journal.Concat(second.Journal).Select(entry => entry.Sequence));
    }
}
