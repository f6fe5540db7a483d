using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Activities;

public sealed class StateMachineTests
{
    private const string Kept = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core";

    private const string Variables = $$"""
        "variables":[{"id":"ok","name":"ok","typeName":"Boolean","value":"False","storageDriverTypeName":"{{Kept}}"}],
        """;

    // Received → Checked → Closed, or back from Checked to Received; each state and transition says what it does.
    private static readonly string Machine = $$"""
        {"id":"m","type":"Elsa.StateMachine","version":1,"initialState":"Received",
         "states":[
           {"name":"Received","entry":{{Json.Line("inR", "enter Received")}},"exit":{{Json.Line("outR", "exit Received")}}},
           {"name":"Checked","entry":{{Json.Line("inC", "enter Checked")}},"exit":{{Json.Line("outC", "exit Checked")}}},
           {"name":"Closed","entry":{{Json.Line("inX", "enter Closed")}}}],
         "transitions":[
           {"name":"check","from":"Received","to":"Checked","trigger":{{Json.Event("t1", "Check")}},"action":{{Json.Line("a1", "checking")}}},
           {"name":"drop","from":"Received","to":"Closed","trigger":{{Json.Event("t2", "Drop")}}},
           {"name":"close","from":"Checked","to":"Closed","trigger":{{Json.Event("t3", "Close")}},"condition":{"typeName":"Boolean","expression":{"type":"JavaScript","value":"getVariable('ok')"} } },
           {"name":"back","from":"Checked","to":"Received","trigger":{{Json.Sequence("t4", Json.Event("t4e", "Back"), Json.Step("t4s", "SetVariable", $"\"variable\":{{\"id\":\"ok\"}},\"value\":{Json.Literal("Boolean", "True")}"))}} }]}
        """;

    private static async Task<(WorkflowInstance Instance, List<string> Lines)> PlayAsync(params string[] events)
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Machine, Variables);
        var burst = await engine.StartAsync(graph);
        var lines = burst.WrittenLines.ToList();
        foreach (var name in events)
        {
            var instance = WorkflowInstance.Deserialize(burst.Instance.Serialize());
            var bookmark = instance.Bookmarks.Single(waiting => waiting.Hash == Stimulus.Hash(Stimulus.Event, Stimulus.ForEvent(name)));
            burst = await engine.ResumeAsync(graph, instance, bookmark.Id);
            lines.AddRange(burst.WrittenLines);
        }

        return (burst.Instance, lines);
    }

    [Fact]
    public async Task Start_InitialState_RunsItsEntryAndWaitsForAllItsTriggers()
    {
        var (instance, lines) = await PlayAsync();

        Assert.Equal(["enter Received"], lines);
        Assert.Equal(["t1", "t2"], instance.Bookmarks.Select(bookmark => bookmark.ActivityId));
        Assert.Equal("Received", instance.OpenContexts.Single(context => context.Node.Id == "m").Properties["CurrentState"].GetString());
    }

    [Fact]
    public async Task Resume_Trigger_RunsActionExitEntryInThisOrderAndTakesTheOtherTriggersBack()
    {
        var (instance, lines) = await PlayAsync("Check");

        Assert.Equal(["enter Received", "checking", "exit Received", "enter Checked"], lines);
        Assert.Equal(["t3", "t4e"], instance.Bookmarks.Select(bookmark => bookmark.ActivityId));
    }

    [Fact]
    public async Task Resume_ConditionThatDoesNotHold_WaitsAgainForTheSameTrigger()
    {
        var (instance, lines) = await PlayAsync("Check", "Close");

        Assert.Equal("enter Checked", lines[^1]);
        Assert.Equal(["t3", "t4e"], instance.Bookmarks.Select(bookmark => bookmark.ActivityId).Order());
    }

    [Fact]
    public async Task Resume_CompositeTriggerAndConditionThatHolds_GoesRoundAndEnds()
    {
        var (instance, lines) = await PlayAsync("Check", "Close", "Back", "Check", "Close");

        Assert.Equal(["exit Checked", "enter Received", "checking", "exit Received", "enter Checked", "exit Checked", "enter Closed"], lines[4..]);
        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
    }

    [Fact]
    public async Task Start_TriggerThatCompletesAtOnce_MovesOnAndNeverBeginsTheOthers()
    {
        var root = $$"""
            {"id":"m","type":"Elsa.StateMachine","initialState":"A","states":[{"name":"A"},{"name":"B"}],
             "transitions":[{"from":"A","to":"B","trigger":{{Json.Line("t", "trigger")}} },{"from":"A","to":"B","trigger":{{Json.Line("u", "never")}} }]}
            """;

        var burst = await new TestEngine().RunAsync(root);

        Assert.Equal(["trigger"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task Compile_StateThatDoesNotExist_WarnsAndCompletes()
    {
        var engine = new TestEngine();
        var graph = engine.Compile($$"""{"id":"m","type":"Elsa.StateMachine","initialState":"Z","states":[{"name":"A"}],"transitions":[{"from":"A","to":"B","trigger":{{Json.Line("t", "t")}} }]}""");

        Assert.Equal(["dangling-transition", "unknown-state"], graph.Warnings.Select(warning => warning.Code).Order());
        Assert.Equal(WorkflowSubStatus.Finished, (await engine.StartAsync(graph)).Instance.SubStatus);
    }

    [Fact]
    public async Task ReadLine_WithAndWithoutConsole_GivesTheLineOrNothing()
    {
        var root = Json.Sequence("q", Json.Step("r", "ReadLine", "\"result\":{\"typeName\":\"String\",\"memoryReference\":{\"id\":\"Out\"}}"));
        const string Out = "\"outputs\":[{\"type\":\"String\",\"name\":\"Out\"}],";

        var silent = await new TestEngine().RunAsync(root, Out);
        var typed = await new TestEngine { Host = new Keyboard() }.RunAsync(root, Out);

        Assert.Equal(System.Text.Json.JsonValueKind.Null, silent.Instance.Output["Out"].ValueKind);
        Assert.Contains(silent.Journal, entry => entry.Event == JournalEvent.Noted);
        Assert.Equal("bonjour", typed.Instance.Output["Out"].GetString());
    }

    private sealed class Keyboard : Workflows.Activities.Console.IConsoleReader
    {
        public ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => new("bonjour");
    }
}
