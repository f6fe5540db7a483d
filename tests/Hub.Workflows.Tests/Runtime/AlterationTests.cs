using System.Text.Json;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;
using Hub.Workflows.Runtime.Alterations;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Runtime;

public sealed class AlterationTests
{
    private const string Variables = """
        "variables":[{"id":"n","name":"n","typeName":"Int32","value":"1","storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],
        """;

    private static readonly string Waiting = Json.Sequence("q", Json.Line("a", "a"), Json.Event("e", "Go"), Json.Step("w", "WriteLine", $"\"text\":{Json.Variable("n")}"));

    private static WorkflowInstance Stored(Burst burst) => WorkflowInstance.Deserialize(burst.Instance.Serialize());

    private static WorkflowGraph Version(TestEngine engine, int version, string root, string extra = "") =>
        engine.Compile(TestEngine.Define(root, extra) with { Id = $"v{version}", Version = version });

    [Fact]
    public async Task ModifyVariable_OfAWaitingInstance_IsSeenWhenItGoesOn()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Waiting, Variables);

        var altered = await engine.AlterAsync(graph, Stored(await engine.StartAsync(graph)), new ModifyVariable("n", JsonValues.From("42")));
        var burst = await engine.ResumeAsync(graph, Stored(altered.Burst!), altered.Burst!.Instance.Bookmarks[0].Id);

        Assert.Equal(["42"], burst.WrittenLines);
        Assert.False(altered.HasScheduledWork);
        Assert.Equal(("ModifyVariable succeeded", false), (altered.Log[0].Message, altered.Log[0].IsError));
        Assert.Equal("Altered by hand: ModifyVariable.", Assert.Single(altered.Burst.Journal).Message);
    }

    [Theory]
    [InlineData("""{"type":"ModifyVariable","variableId":"n","value":"many"}""", "is no Int32")]
    [InlineData("""{"type":"ModifyVariable","variableId":"x","value":1}""", "variable with the id x")]
    [InlineData("""{"type":"CancelActivity","activityId":"a"}""", "No open execution of a")]
    [InlineData("""{"type":"CancelActivity"}""", "must be named")]
    [InlineData("""{"type":"ScheduleActivity","activityId":"zz"}""", "no activity zz")]
    [InlineData("""{"type":"ScheduleActivity","activityInstanceId":"zz"}""", "No open execution zz")]
    [InlineData("""{"type":"RetryActivities"}""", "No faulted activity")]
    [InlineData("""{"type":"Migrate","targetVersion":9}""", "no version 9")]
    public async Task Alter_ThatCannotBeMade_SaysWhyAndKeepsNothing(string json, string reason)
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Waiting, Variables);
        var instance = Stored(await engine.StartAsync(graph));

        var altered = await engine.AlterAsync(graph, instance, new ModifyVariable("n", JsonValues.From(7)), Alteration.Parse(JsonValues.Parse(json)));

        Assert.Null(altered.Burst);
        Assert.Equal([false, true], altered.Log.Select(entry => entry.IsError));
        Assert.Contains(reason, altered.Log[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"Explode"}""")]
    [InlineData("""{"type":"Migrate"}""")]
    [InlineData("""{"type":"ModifyVariable"}""")]
    [InlineData("7")]
    public void Parse_NoAlteration_SaysWhatIsExpected(string json) => Assert.Throws<JsonException>(() => Alteration.Parse(JsonValues.Parse(json)));

    [Fact]
    public async Task Cancel_WaitingInstance_EndsItAndNothingMoreCanBeAltered()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Waiting, Variables);

        var altered = await engine.AlterAsync(graph, Stored(await engine.StartAsync(graph)), new Cancel());

        Assert.Equal(WorkflowSubStatus.Cancelled, altered.Burst!.Instance.SubStatus);
        Assert.Empty(altered.Burst.Instance.Bookmarks);
        var again = await engine.AlterAsync(graph, Stored(altered.Burst), new ModifyVariable("n", JsonValues.From(1)));
        Assert.Contains("has ended", again.Log[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelActivity_MemberOfAFlowchart_GoesOnAsIfItWereSkipped()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Flowchart("f", [Json.Event("e1", "One"), Json.Event("e2", "Two"), Json.Line("a", "after"), Json.Line("s", "start"), Json.Line("j", "joined")], "s>e1", "s>e2", "e1>a", "e1>j", "e2>j"));
        var waiting = await engine.StartAsync(graph);

        var altered = await engine.AlterAsync(graph, Stored(waiting), new CancelActivity("e1", null));
        Assert.Equal(["e2"], altered.Burst!.Instance.Bookmarks.Select(bookmark => bookmark.ActivityId));
        var burst = await engine.ResumeAsync(graph, Stored(altered.Burst), altered.Burst.Instance.Bookmarks[0].Id);

        Assert.Equal(["joined"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task ScheduleActivity_AfterACancelledStep_GoesOnBehindIt()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Waiting, Variables);

        var altered = await engine.AlterAsync(graph, Stored(await engine.StartAsync(graph)), new CancelActivity("e", null), new ScheduleActivity("w", null));

        Assert.True(altered.HasScheduledWork);
        Assert.Equal(["1"], altered.Burst!.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, altered.Burst.Instance.SubStatus);
    }

    [Fact]
    public async Task ScheduleActivity_ExecutionThatWaits_BeginsItAgain()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Waiting, Variables);
        var waiting = await engine.StartAsync(graph);
        var execution = waiting.Instance.OpenContexts.Single(context => context.Node.Id == "e").Id;

        var altered = await engine.AlterAsync(graph, Stored(waiting), new ScheduleActivity(null, execution));

        Assert.Equal(execution, Assert.Single(altered.Burst!.Instance.Bookmarks).ActivityInstanceId);
        Assert.NotEqual(waiting.Instance.Bookmarks[0].Id, altered.Burst.Instance.Bookmarks[0].Id);
    }

    [Fact]
    public async Task RetryActivities_WhatAFaultHadEnded_GoesOn()
    {
        var engine = new TestEngine();
        var answer = Json.Step("r", "WriteHttpResponse", $"\"content\":{Json.Literal("Object", "ok")}");
        var graph = engine.Compile($$"""{"id":"p","type":"Elsa.Parallel","activities":[{{answer}},{{Json.Event("e", "Go")}}]}""");
        var faulted = await engine.StartAsync(graph);
        Assert.Equal((WorkflowSubStatus.Faulted, 1), (faulted.Instance.SubStatus, faulted.Instance.Bookmarks.Count));

        engine.Host = new Exchange();
        var altered = await engine.AlterAsync(graph, Stored(faulted), new RetryActivities([]));

        Assert.Equal((WorkflowStatus.Running, WorkflowSubStatus.Suspended), (altered.Burst!.Instance.Status, altered.Burst.Instance.SubStatus));
        Assert.Null(altered.Burst.Instance.FinishedAt);
        Assert.Equal(200, altered.Burst.WrittenHttpResponse?.StatusCode);
        var end = await engine.ResumeAsync(graph, Stored(altered.Burst), altered.Burst.Instance.Bookmarks[0].Id);
        Assert.Equal(WorkflowSubStatus.Finished, end.Instance.SubStatus);
    }

    [Fact]
    public async Task Resume_ResultOfACallAfterAFaultBesideIt_IsTakenAsQueuedWorkIs()
    {
        var engine = new TestEngine();
        var call = Json.Sequence("s", Json.Step("c", "SendHttpRequest", $"\"url\":{Json.Literal("Uri", "http://example.org/")},\"method\":{Json.Literal("String", "POST")}"), Json.Line("l", "called"));
        var graph = engine.Compile($$"""{"id":"p","type":"Elsa.Parallel","activities":[{{call}},{{Json.Step("bad", "Fault")}}]}""");
        var faulted = await engine.StartAsync(graph);
        Assert.Equal(WorkflowSubStatus.Faulted, faulted.Instance.SubStatus);

        var burst = await engine.ResumeAsync(graph, Stored(faulted), faulted.Effects[0].BookmarkId, """{"outcome":"Answered","statusCode":200}""");

        Assert.Equal(["called"], burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Faulted, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task Migrate_FlowchartWithNewAndMovedMembers_GoesOnInTheNewVersion()
    {
        var engine = new TestEngine();
        var old = Version(engine, 1, Json.Flowchart("f", [Json.Line("s", "s"), Json.Event("e1", "One"), Json.Event("e2", "Two"), Json.Step("j", "FlowJoin", $"\"mode\":{Json.Literal("Mode", "WaitAll")}"), Json.Line("z", "old end")], "s>e1", "s>e2", "e1>j", "e2>j", "j>z"), Variables);
        var target = Version(engine, 2,
            Json.Flowchart("f", [Json.Line("x", "new end"), Json.Step("j", "FlowJoin", $"\"mode\":{Json.Literal("Mode", "WaitAll")}"), Json.Event("e2", "Two"), Json.Line("s", "s"), Json.Event("e1", "One")], "j>x", "e2>j", "s>e2", "e1>j", "s>e1"),
            """ "variables":[{"id":"extra","name":"extra","typeName":"String","value":"new","storageDriverTypeName":"WorkflowInstanceStorageDriver"},{"id":"n","name":"n","typeName":"Int32","value":"1","storageDriverTypeName":"WorkflowInstanceStorageDriver"}],""");
        var burst = await engine.StartAsync(old);
        burst = await engine.ResumeAsync(old, Stored(burst), burst.Instance.Bookmarks.Single(bookmark => bookmark.ActivityId == "e1").Id);

        var altered = await engine.AlterAsync(old, Stored(burst), number => number == 2 ? target : null, new ModifyVariable("n", JsonValues.From(5)), new Migrate(2));

        Assert.Equal(("v2", 2), (altered.Burst!.Instance.DefinitionVersionId, altered.Burst.Instance.Version));
        Assert.Equal([("extra", "\"new\""), ("n", "5")], altered.Burst.Instance.Variables.Select(variable => (variable.Key, variable.Value.GetRawText())));
        var end = await engine.ResumeAsync(target, Stored(altered.Burst), altered.Burst.Instance.Bookmarks.Single().Id);
        Assert.Equal(["new end"], end.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, end.Instance.SubStatus);
    }

    [Fact]
    public async Task Migrate_SequenceWithAStepPutBefore_GoesOnBehindTheWaitingStep()
    {
        var engine = new TestEngine();
        var old = Version(engine, 1, Json.Sequence("q", Json.Event("e", "Go"), Json.Line("a", "a")));
        var target = Version(engine, 2, Json.Sequence("q", Json.Line("n", "n"), Json.Line("m", "m"), Json.Event("e", "Go"), Json.Line("b", "b")));
        var burst = await engine.StartAsync(old);

        var altered = await engine.AlterAsync(old, Stored(burst), _ => target, new Migrate(2));
        var end = await engine.ResumeAsync(target, Stored(altered.Burst!), burst.Instance.Bookmarks[0].Id);

        Assert.Equal(["b"], end.WrittenLines);
    }

    [Fact]
    public async Task Migrate_ToAVersionWithoutTheOpenStep_IsRefusedByName()
    {
        var engine = new TestEngine();
        var old = Version(engine, 1, Waiting, Variables);
        var target = Version(engine, 2, Json.Sequence("q", Json.Line("a", "a")), Variables);

        var altered = await engine.AlterAsync(old, Stored(await engine.StartAsync(old)), _ => target, new Migrate(2));

        Assert.Null(altered.Burst);
        Assert.Contains("for e, where", altered.Log[0].Message, StringComparison.Ordinal);
    }

    private sealed class Exchange : Workflows.Http.IHttpExchange
    {
        public bool CanRespond => true;
    }
}
