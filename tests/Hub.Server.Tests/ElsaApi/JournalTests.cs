using System.Net;
using System.Text.Json;
using static Hub.Server.Tests.ElsaApi.WorkflowInstanceTests;

namespace Hub.Server.Tests.ElsaApi;

public sealed class JournalTests(ElsaHub hub) : IClassFixture<ElsaHub>
{
    [Fact]
    public async Task Journal_OverSeveralBursts_IsOneListBySequence()
    {
        var id = await RunAsync();

        var journal = await hub.GetAsync($"/workflow-instances/{id}/journal");

        var lines = journal.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(lines.Length, journal.GetProperty("totalCount").GetInt32());
        Assert.Equal(Enumerable.Range(1, lines.Length), lines.Select(line => line.GetProperty("sequence").GetInt32()));
        Assert.Equal(lines.Length, lines.Select(line => Text(line, "id")).Distinct().Count());
        Assert.Equal(
            ["a1 Started", "a1 Completed", "a2 Started", "a2 Suspended", "a2 Resumed", "a2 Completed", "a3 Started", "a3 Completed"],
            lines.Where(line => Text(line, "activityId").StartsWith('a')).Select(line => $"{Text(line, "activityId")} {Text(line, "eventName")}"));
        var ended = lines.Last(line => Text(line, "activityId") == "a3");
        Assert.Equal(
            ["activityId", "activityInstanceId", "activityName", "activityState", "activityType", "activityTypeVersion", "eventName", "id", "message", "nodeId", "parentActivityInstanceId", "payload", "sequence", "source", "timestamp"],
            Members(ended));
        Assert.Equal(("Elsa.WriteLine", "step3", "1"), (Text(ended, "activityType"), Text(ended, "activityName"), Text(ended, "activityTypeVersion")));
        Assert.EndsWith(":flow:a3", Text(ended, "nodeId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_AsTheStudioAsks_LeavesOutContainersAndCountsTheRest()
    {
        var id = await RunAsync();
        var nodes = (await hub.GetAsync($"/workflow-instances/{id}/journal")).GetProperty("items").EnumerateArray().Select(line => Text(line, "nodeId")).Distinct();
        var filter = JsonSerializer.Serialize(new { filter = new { activityIds = (string[]?)null, activityNodeIds = nodes, excludedActivityTypes = new[] { "Elsa.Workflow", "Elsa.Flowchart" }, eventNames = (string[]?)null } });

        var first = await hub.PostAsync($"/workflow-instances/{id}/journal?skip=0&take=3", filter);
        var rest = await hub.PostAsync($"/workflow-instances/{id}/journal?skip=3&take=112", filter);

        Assert.Equal((8, 8), (first.GetProperty("totalCount").GetInt32(), rest.GetProperty("totalCount").GetInt32()));
        Assert.Equal((3, 5), (first.GetProperty("items").GetArrayLength(), rest.GetProperty("items").GetArrayLength()));
        Assert.Equal("Suspended", Text(rest.GetProperty("items")[0], "eventName"));
        var page = await hub.GetAsync($"/workflow-instances/{id}/journal?page=1&pageSize=5");
        Assert.Equal(6, page.GetProperty("items")[0].GetProperty("sequence").GetInt32());
        var named = await hub.PostAsync($"/workflow-instances/{id}/journal", """{"filter":{"activityIds":["a2"],"eventNames":["Resumed","Faulted"]}}""");
        Assert.Equal("Resumed", Text(Assert.Single(named.GetProperty("items").EnumerateArray()), "eventName"));
    }

    [Fact]
    public async Task Last_OfAnActivity_IsItsLastStartEndOrFault()
    {
        var id = await RunAsync();

        Assert.Equal("Completed", Text(await hub.GetAsync($"/workflow-instances/{id}/journal/a2"), "eventName"));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Get, $"/workflow-instances/{id}/journal/nobody")).Status);
        Assert.Equal("true", (await hub.SendAsync(HttpMethod.Get, $"/workflow-instances/{id}/journal/has-updates?updatesSince=2001-01-01T00:00:00Z")).Body);
        Assert.Equal("false", (await hub.SendAsync(HttpMethod.Get, $"/workflow-instances/{id}/journal/has-updates?updatesSince=2999-01-01T00:00:00Z")).Body);
    }

    [Fact]
    public async Task Executions_OfEachStep_TellWhatItReadAndGave()
    {
        var id = await RunAsync();

        var list = await hub.GetAsync($"/activity-executions/list?WorkflowInstanceId={id}");

        var executions = list.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(executions.Length, list.GetProperty("count").GetInt32());
        Assert.Equal(["a1", "a2", "a3"], executions.Select(execution => Text(execution, "activityId")).Where(activity => activity.StartsWith('a')));
        Assert.Equal(
            ["activityId", "activityName", "activityNodeId", "activityState", "activityType", "activityTypeVersion", "aggregateFaultCount", "callStackDepth", "completedAt", "exception", "hasBookmarks", "id", "metadata", "outputs", "payload", "properties", "schedulingActivityExecutionId", "schedulingActivityId", "schedulingWorkflowInstanceId", "startedAt", "status", "workflowInstanceId"],
            Members(executions[^1]));
        var byStep = executions.ToDictionary(execution => Text(execution, "activityId"));
        Assert.Equal("Bonjour", Text(byStep["a1"].GetProperty("activityState"), "Text"));
        Assert.Equal("go", Text(byStep["a2"].GetProperty("activityState"), "EventName"));
        Assert.Equal("Martin", Text(byStep["a2"].GetProperty("outputs").GetProperty("Result"), "nom"));
        Assert.Equal("7", Text(byStep["a3"].GetProperty("activityState"), "Text"));
        Assert.All(executions, execution => Assert.Equal(("Completed", false), (Text(execution, "status"), execution.GetProperty("hasBookmarks").GetBoolean())));
        Assert.Equal((Text(byStep["a2"], "id"), "a2"), (Text(byStep["a3"], "schedulingActivityExecutionId"), Text(byStep["a3"], "schedulingActivityId")));

        var one = await hub.GetAsync($"/activity-executions/by-id?id={Text(byStep["a2"], "id")}");
        Assert.Equal(byStep["a2"].GetRawText(), one.GetRawText());
        var node = Text(byStep["a2"], "activityNodeId");
        var summaries = await hub.GetAsync($"/activity-execution-summaries/list?WorkflowInstanceId={id}&ActivityNodeId={node}");
        var summary = Assert.Single(summaries.GetProperty("items").EnumerateArray());
        Assert.Equal(Text(one, "id"), Text(summary, "id"));
        Assert.False(summary.TryGetProperty("activityState", out _));
        Assert.Equal(1, (await hub.GetAsync($"/activity-executions/count?workflowInstanceId={id}&activityNodeId={node}")).GetProperty("count").GetInt32());
        Assert.Equal(0, (await hub.GetAsync($"/activity-executions/count?workflowInstanceId={id}&activityNodeId={node}&completed=False")).GetProperty("count").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Get, $"/activity-executions/by-id?id={id}-999")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Get, "/activity-executions/by-id")).Status);
    }

    [Fact]
    public async Task CallStack_OfAStep_LeadsFromTheWorkflowThroughTheStepsBefore()
    {
        var id = await RunAsync();
        var last = (await hub.GetAsync($"/activity-executions/list?workflowInstanceId={id}&activityId=a3")).GetProperty("items")[0];

        var stack = await hub.GetAsync($"/activity-executions/{Text(last, "id")}/call-stack?includeCrossWorkflowChain=True&skip=&take=");

        var chain = stack.GetProperty("items").EnumerateArray().Select(execution => Text(execution, "activityId")).ToArray();
        Assert.Equal(["flow", "a1", "a2", "a3"], chain.Skip(1));
        Assert.Equal((5, Text(last, "id")), (stack.GetProperty("totalCount").GetInt32(), Text(stack, "activityExecutionId")));
        Assert.Equal(4, last.GetProperty("callStackDepth").GetInt32());
        Assert.Equal(2, (await hub.GetAsync($"/activity-executions/{Text(last, "id")}/call-stack?skip=1&take=2")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Report_OfARunningAndAFaultedInstance_GivesTheBadges()
    {
        var waiting = await hub.RunAsync(await hub.PublishAsync(ElsaHub.WriteLine("Hi"), ElsaHub.Await("go")));
        var faulted = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Fail("Refusé")));

        var stats = (await hub.PostAsync("/activity-executions/report", $$"""{"workflowInstanceId":"{{waiting}}"}""")).GetProperty("stats").EnumerateArray().ToDictionary(step => Text(step, "activityId"));
        var broken = (await hub.PostAsync("/activity-executions/report", $$"""{"workflowInstanceId":"{{faulted}}"}""")).GetProperty("stats").EnumerateArray().ToDictionary(step => Text(step, "activityId"));

        Assert.Equal(
            ["activityId", "activityNodeId", "aggregateFaultCount", "completedCount", "isBlocked", "isFaulted", "metadata", "startedCount", "uncompletedCount"],
            Members(stats["a1"]));
        Assert.Equal((1, 1, 0, false, false), Counts(stats["a1"]));
        Assert.Equal((1, 0, 1, true, false), Counts(stats["a2"]));
        Assert.Equal((1, 0, 1, false, true), Counts(broken["a1"]));
        Assert.Equal(1, broken["flow"].GetProperty("aggregateFaultCount").GetInt32());
        var some = await hub.PostAsync("/activity-executions/report", $$"""{"workflowInstanceId":"{{waiting}}","activityNodeIds":["{{Text(stats["a2"], "activityNodeId")}}","nowhere"]}""");
        Assert.Equal("a2", Text(Assert.Single(some.GetProperty("stats").EnumerateArray()), "activityId"));
        var record = (await hub.GetAsync($"/activity-executions/list?workflowInstanceId={faulted}&activityId=a1")).GetProperty("items")[0];
        Assert.Equal(("Faulted", "Refusé", 1), (Text(record, "status"), Text(record.GetProperty("exception"), "message"), record.GetProperty("aggregateFaultCount").GetInt32()));
        Assert.NotEmpty(record.GetProperty("exception").GetProperty("metadata").EnumerateObject());
    }

    private static (int Started, int Completed, int Uncompleted, bool IsBlocked, bool IsFaulted) Counts(JsonElement step) => (
        step.GetProperty("startedCount").GetInt32(),
        step.GetProperty("completedCount").GetInt32(),
        step.GetProperty("uncompletedCount").GetInt32(),
        step.GetProperty("isBlocked").GetBoolean(),
        step.GetProperty("isFaulted").GetBoolean());

    // WriteLine, an event that somebody sends, WriteLine of a variable: three steps in two bursts.
    private async Task<string> RunAsync()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.WriteLine("Bonjour"), ElsaHub.Await("go"), ElsaHub.WriteScript("return `${getVariable('Count')}`")));
        await hub.TellAsync(id, "go", """{"nom":"Martin","adresse":"12 rue des Lilas, 31000 Toulouse, deuxième étage"}""");
        return id;
    }
}
