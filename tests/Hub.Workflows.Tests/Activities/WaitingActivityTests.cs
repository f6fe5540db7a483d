using Hub.Workflows.Activities.Scheduling;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Activities;

public sealed class WaitingActivityTests
{
    [Theory]
    [InlineData("Delay", "timeSpan", "TimeSpan", "00:05:00", "2030-01-15T12:05:00Z")]
    [InlineData("Timer", "interval", "TimeSpan", "01:00:00", "2030-01-15T13:00:00Z")]
    [InlineData("Cron", "cronExpression", "String", "0 0 8 * * *", "2030-01-16T08:00:00Z")]
    [InlineData("StartAt", "dateTime", "DateTimeOffset", "2030-02-01T08:00:00+01:00", "2030-02-01T07:00:00Z")]
    public async Task Timed_InsideAFlow_WaitsUntilItsTime(string type, string input, string typeName, string value, string dueAt)
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Sequence("q", Json.Step("t", type, $"\"{input}\":{Json.Literal(typeName, value)}"), Json.Line("after", "after")));
        var burst = await engine.StartAsync(graph);

        var bookmark = Assert.Single(burst.CreatedBookmarks);
        Assert.Equal(DateTimeOffset.Parse(dueAt, System.Globalization.CultureInfo.InvariantCulture), bookmark.DueAt);
        Assert.Equal(bookmark.DueAt, WorkflowInstance.Deserialize(burst.Instance.Serialize()).Bookmarks[0].DueAt);
        burst = await engine.ResumeAsync(graph, burst.Instance, bookmark.Id);
        Assert.Equal(["after"], burst.WrittenLines);
    }

    [Fact]
    public async Task StartAt_InThePast_GoesOnAtOnce()
    {
        var burst = await new TestEngine().RunAsync(Json.Sequence("q", Json.Step("t", "StartAt", $"\"dateTime\":{Json.Literal("DateTimeOffset", "2029-01-01T00:00:00Z")}"), Json.Line("after", "after")));

        Assert.Equal(["after"], burst.WrittenLines);
    }

    [Fact]
    public async Task Timer_AsTheTrigger_DoesNotWait()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Flowchart("f", [Json.Step("t", "Timer", "\"customProperties\":{\"canStartWorkflow\":true}"), Json.Line("a", "a")], "t>a"));

        var burst = await engine.StartAsync(graph, new StartWorkflow { TriggerActivityId = "t" });

        Assert.Equal(["a"], burst.WrittenLines);
        Assert.Equal(TestEngine.Noon.AddMinutes(1), TriggerSchedule.FirstDue(graph.Triggers[0].StimulusName, graph.Triggers[0].Payload, TestEngine.Noon));
    }

    [Fact]
    public async Task RunTask_Completed_GivesItsResult()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Sequence("q",
            Json.Step("t", "RunTask", $"\"taskName\":{Json.Literal("String", "Review")},\"payload\":{Json.Object("{\"case\":7}")},\"result\":{{\"typeName\":\"Object\",\"memoryReference\":{{\"id\":\"r\"}}}}"),
            Json.Step("w", "WriteLine", $"\"text\":{Json.Variable("r")}")), "\"variables\":[{\"id\":\"r\",\"name\":\"r\",\"typeName\":\"String\"}],");
        var burst = await engine.StartAsync(graph);
        var task = Assert.Single(burst.RequestedTasks);
        Assert.Equal(("Review", 7), (task.TaskName, task.Payload.GetProperty("case").GetInt32()));
        Assert.Equal(Stimulus.Hash("Elsa.RunTask", JsonValues.Object(("taskId", JsonValues.From(task.TaskId)))), burst.CreatedBookmarks[0].Hash);

        burst = await engine.ResumeAsync(graph, burst.Instance, task.BookmarkId, "\"granted\"");

        Assert.Equal(["granted"], burst.WrittenLines);
    }

    [Fact]
    public async Task PublishEvent_Local_IsForThisInstanceOnly()
    {
        var burst = await new TestEngine().RunAsync(Json.Step("p", "PublishEvent",
            $"\"eventName\":{Json.Literal("String", "Paid")},\"isLocalEvent\":{Json.Literal("Boolean", "True")},\"payload\":{Json.Object("{\"a\":1}")}"));

        var published = Assert.Single(burst.PublishedEvents);
        Assert.Equal(("Paid", "i1", "{\"a\":1}"), (published.EventName, published.WorkflowInstanceId, published.Payload.GetRawText()));
    }
}
