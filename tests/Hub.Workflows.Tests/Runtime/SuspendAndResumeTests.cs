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

    // As an earlier version of the hub wrote it: every value and every name in full.
    private const string InFormat1 = """
        {"format":1,"id":"é","def":"d1","ver":"v1","no":1,"corr":"c","sub":"Suspended","created":640303056000000000,"updated":640303056000000000,"seq":10,"next":7,"props":{"p":1.10},"ctx":[{"id":"é-0","k":0,"n":0,"s":1,"t":640303056000000000,"var":{"items":["x","y"]}},{"id":"é-1","k":1,"n":1,"p":0,"s":1,"t":640303056000000000,"cb":"root","state":{"start":0,"members":[1,0,0,0,0,0],"links":[3,3,0,0,0,0]}},{"id":"é-3","k":3,"n":2,"p":1,"s":1,"t":640303056000000000,"pos":1,"cb":"member","by":"é-2","inp":{"Items":["x","y"]},"outp":{"CurrentValue":"x"}},{"id":"é-5","k":5,"n":3,"p":2,"s":1,"t":640303056000000000,"pos":1,"cb":"body","dyn":{"CurrentIndex":0,"CurrentValue":"x"}},{"id":"é-6","k":6,"n":4,"p":3,"s":1,"t":640303056000000000,"cb":"next"},{"id":"é-4","k":4,"n":5,"p":1,"s":1,"t":640303056000000000,"cb":"member","by":"é-2"}],"steps":["Workflow1","Workflow1:f","Workflow1:f:each","Workflow1:f:each:b","Workflow1:f:each:b:e1","Workflow1:f:e2"],"bm":[{"id":"0000000000000001","name":"Elsa.Event","hash":"d93220e5500fee32081357e1c757459f","payload":{"eventName":"Paid"},"act":"e2","node":"Workflow1:f:e2","ctx":"é-4","t":640303056000000000,"cb":"received"},{"id":"0000000000000002","name":"Elsa.Event","hash":"d0ea1a478d7dd9f8ecce8e7a5b405c4b","payload":{"eventName":"Item"},"act":"e1","node":"Workflow1:f:each:b:e1","ctx":"é-6","t":640303056000000000,"cb":"received"}]}
        """;

    private const string Payment = """{"amount":12.50,"note":"long enough to stand in the table of values"}""";

    private static async Task<(WorkflowInstance Instance, List<string> Lines)> PlayAsync(bool throughStore)
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Journey, Variables);
        var burst = await engine.StartAsync(graph);
        var lines = new List<string>();
        foreach (var position in new[] { 0, 0, 0 })
        {
            var instance = throughStore ? WorkflowInstance.Deserialize(burst.Instance.Serialize()) : burst.Instance;
            burst = await engine.ResumeAsync(graph, instance, instance.Bookmarks[position].Id, Payment);
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
    public async Task Deserialize_StateOfAnEarlierFormat_GoesOnAsIfItHadBeenWrittenNow()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Journey, Variables);
        var instance = WorkflowInstance.Deserialize(Encoding.UTF8.GetBytes(InFormat1));
        var lines = new List<string>();
        while (instance.Status == WorkflowStatus.Running)
        {
            var burst = await engine.ResumeAsync(graph, instance, instance.Bookmarks[0].Id, Payment);
            lines.AddRange(burst.WrittenLines);
            instance = WorkflowInstance.Deserialize(burst.Instance.Serialize());
        }

        Assert.Equal(["x", "y"], lines);
        Assert.Equal((WorkflowSubStatus.Finished, "12.50"), (instance.SubStatus, instance.Output["Result"].GetProperty("amount").GetRawText()));
    }

    [Fact]
    public async Task Serialize_ValueInTwoPlaces_StandsOnceAndComesBackInBoth()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Flowchart("f", [Json.Event("first", "A", ",\"result\":{\"typeName\":\"Object\",\"memoryReference\":{\"id\":\"items\"}}"), Json.Step("each", "ForEach", $"\"items\":{Json.Variable("items")},\"body\":{Json.Event("wait", "B")}")], "first>each"), Variables);
        var started = await engine.StartAsync(graph);
        var waiting = await engine.ResumeAsync(graph, started.Instance, started.Instance.Bookmarks[0].Id, $"[{Payment},2]");

        var state = waiting.Instance.Serialize();
        var read = WorkflowInstance.Deserialize(state);
        read.Bind(graph);

        Assert.Single(System.Text.RegularExpressions.Regex.Matches(Encoding.UTF8.GetString(state), "12\\.50.*?,2\\]"));
        var loop = read.OpenContexts.Single(context => context.Node.Id == "each");
        Assert.Equal(($"[{Payment},2]", $"[{Payment},2]"), (loop.GetInput("Items").GetRawText(), read.Variables.Single(variable => variable.Key == "items").Value.GetRawText()));
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
