using System.Net;
using System.Text.Json;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.ElsaApi;

[Collection(DesignerHubGroup.Name)]
public sealed class ExecutionTests(DesignerHub hub)
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";

    [Fact]
    public async Task Execute_EveryFormOfCall_RunsToTheEndAndGivesItsOutput()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("run", Drawn.Output("o", "Sum", "getInput('A') + 1")));

        var posted = await hub.PostAsync("/workflow-definitions/run/execute", """{"correlationId":"c-1","name":"n-1","input":{"A":41}}""");
        var got = await hub.GetAsync("/workflow-definitions/run/execute?correlationId=c-2&input=%7B%22A%22%3A1%7D");
        var bare = await hub.PostAsync("/workflow-definitions/run/execute");
        var empty = await hub.PostAsync("/workflow-definitions/run/execute", "");

        var state = posted.Json.GetProperty("workflowState");
        Assert.Equal(("Finished", "Finished", "c-1", "n-1"), (TextOf(state, "status"), TextOf(state, "subStatus"), TextOf(state, "correlationId"), TextOf(state, "name")));
        Assert.Equal(42, state.GetProperty("output").GetProperty("Sum").GetInt32());
        Assert.Equal(posted.Headers[InstanceHeader], TextOf(state, "id"));
        Assert.Equal("False", posted.Headers["x-elsa-workflow-cannot-start"]);
        Assert.Equal(2, got.Json.GetProperty("workflowState").GetProperty("output").GetProperty("Sum").GetInt32());
        Assert.All([bare, empty], reply => Assert.Equal((HttpStatusCode.OK, "Finished"), (reply.Status, TextOf(reply.Json.GetProperty("workflowState"), "status"))));
    }

    [Fact]
    public async Task Execute_DraftUnknownOrFaulted_IsToldByTheStatus()
    {
        await hub.ImportAsync(Drawn.Sequence("run-draft", Drawn.Line("a", "1")));
        await hub.ImportAndPublishAsync(Drawn.Sequence("run-fault", Drawn.Step("f", "Elsa.Fault", $"\"message\":{Drawn.Literal("String", "broken")}")));

        Assert.Equal(HttpStatusCode.NotFound, (await hub.PostAsync("/workflow-definitions/run-nothing/execute", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.PostAsync("/workflow-definitions/run-draft/execute", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await hub.PostAsync("/workflow-definitions/run-draft/execute", """{"versionOptions":"Latest"}""")).Status);
        var faulted = await hub.PostAsync("/workflow-definitions/run-fault/execute", "{}");
        Assert.Equal((HttpStatusCode.InternalServerError, "Faulted"), (faulted.Status, TextOf(faulted.Json.GetProperty("workflowState"), "subStatus")));
        Assert.Equal("broken", TextOf(Assert.Single(faulted.Json.GetProperty("workflowState").GetProperty("incidents").EnumerateArray()), "message"));
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.PostAsync("/workflow-definitions/run-draft/execute", """{"versionOptions":"Latest","input":[1]}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.PostAsync("/workflow-definitions/run-draft/execute", "[")).Status);
    }

    [Fact]
    public async Task Execute_WorkflowWritesItsResponse_AnswersWithIt()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence(
            "run-teapot", Drawn.Step("w", "Elsa.WriteHttpResponse", $"\"statusCode\":{Drawn.Literal("HttpStatusCode", "Accepted")},\"content\":{Drawn.Literal("Object", "done")}")));

        var reply = await hub.PostAsync("/workflow-definitions/run-teapot/execute", "{}");

        Assert.Equal((HttpStatusCode.Accepted, "done"), (reply.Status, reply.Text));
        Assert.NotEmpty(reply.Headers[InstanceHeader]);
    }

    [Fact]
    public async Task Starts_SentAgainWithTheirKey_BeginNothingNew()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("run-once", Drawn.Event("e", "never-once")));
        var key = ("Idempotency-Key", "once-1");

        var first = await hub.PostAsync("/workflow-definitions/run-once/execute", """{"input":{"A":1}}""", key);
        var again = await hub.PostAsync("/workflow-definitions/run-once/execute", """{"input":{"A":1}}""", key);
        var other = await hub.PostAsync("/workflow-definitions/run-once/execute", """{"input":{"A":2}}""", key);
        var own = await hub.PostAsync("/workflow-definitions/run-once/dispatch", """{"instanceId":"own-1"}""");
        var ownAgain = await hub.PostAsync("/workflow-definitions/run-once/dispatch", """{"instanceId":"own-1"}""");
        var many = await hub.PostAsync("/workflow-definitions/run-once/bulk-dispatch", """{"count":5,"correlationId":"bulk"}""", ("Idempotency-Key", "many-1"));
        var manyAgain = await hub.PostAsync("/workflow-definitions/run-once/bulk-dispatch", """{"count":5,"correlationId":"bulk"}""", ("Idempotency-Key", "many-1"));

        Assert.Equal(first.Headers[InstanceHeader], again.Headers[InstanceHeader]);
        Assert.Equal("Suspended", TextOf(again.Json.GetProperty("workflowState"), "subStatus"));
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Equal(("own-1", "own-1"), (TextOf(own.Json, "workflowInstanceId"), TextOf(ownAgain.Json, "workflowInstanceId")));
        Assert.Equal(5, many.Json.GetProperty("workflowInstanceIds").EnumerateArray().Select(id => id.GetString()).Distinct().Count());
        Assert.Equal(many.Text, manyAgain.Text);
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.PostAsync("/workflow-definitions/run-once/bulk-dispatch", """{"count":100000}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.PostAsync("/workflow-definitions/run-once/dispatch", """{"instanceId":"a b"}""")).Status);
    }

    [Fact]
    public async Task Dispatch_OtherDefinitionsInstanceId_IsRefused()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("taken-1", Drawn.Line("a", "1")));
        await hub.ImportAndPublishAsync(Drawn.Sequence("taken-2", Drawn.Line("a", "1")));
        await hub.PostAsync("/workflow-definitions/taken-1/dispatch", """{"instanceId":"taken"}""");

        var reply = await hub.PostAsync("/workflow-definitions/taken-2/dispatch", """{"instanceId":"taken"}""");

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal("taken-1", hub.Get<IWorkflowStore>().FindInstance("taken")?.DefinitionId);
    }

    [Fact]
    public async Task Start_WithPropertiesOfAChild_DoesNotBecomeOne()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("run-props", Drawn.Event("e", "never-props")));

        var state = (await hub.PostAsync("/workflow-definitions/run-props/execute", """{"properties":{"ParentInstanceId":"x","WaitForCompletion":true,"Flowchart:ExecutionMode":"TokenBased"}}""")).Json.GetProperty("workflowState");

        Assert.Equal("""{"Flowchart:ExecutionMode":"TokenBased"}""", state.GetProperty("properties").GetRawText());
    }

    [Theory]
    [InlineData("Asynchronous")]
    [InlineData("Synchronous")]
    public async Task Event_NamedInstanceOrEverybody_ResumesWhomItConcernsWithItsInput(string mode)
    {
        var name = $"news-{mode}";
        await hub.ImportAndPublishAsync(Drawn.Sequence($"wait-{mode}", Drawn.Event("e", name), Drawn.Output("o", "News", "getOutputFrom('e').text")));
        await hub.ImportAndPublishAsync(Drawn.Sequence($"start-{mode}", Drawn.Event("e", name, starts: true)));
        var (first, second) = (await StartAsync($"wait-{mode}"), await StartAsync($"wait-{mode}"));

        await hub.PostAsync($"/events/{name}/trigger", $$$"""{"workflowInstanceId":"{{{first}}}","input":{"text":"one"},"workflowExecutionMode":"{{{mode}}}"}""");
        await DesignerHub.UntilAsync("the first to end", () => Stands(first) == "Finished");
        Assert.Equal("Suspended", Stands(second));
        await hub.PostAsync($"/events/{name}/trigger", $$$"""{"input":{"text":"all"},"workflowExecutionMode":"{{{mode}}}"}""");

        await DesignerHub.UntilAsync("the second to end", () => Stands(second) == "Finished");
    }

    [Theory]
    [InlineData("Asynchronous")]
    [InlineData("Synchronous")]
    public async Task Event_BeforeAnybodyWaits_IsKeptForTheFirstWhoDoes(string mode)
    {
        var name = $"early-{mode}";
        await hub.ImportAndPublishAsync(Drawn.Sequence(name, Drawn.Event("e", name), Drawn.Output("o", "News", "getOutputFrom('e').text")));

        var key = ("Idempotency-Key", $"{name}/1");
        await hub.PostAsync($"/events/{name}/trigger", $$$"""{"input":{"text":"soon"},"workflowExecutionMode":"{{{mode}}}"}""", key);
        var again = await hub.PostAsync($"/events/{name}/trigger", $$$"""{"input":{"text":"soon"},"workflowExecutionMode":"{{{mode}}}"}""", key);
        var first = await StartAsync(name);
        await DesignerHub.UntilAsync("the first to end", () => Stands(first) == "Finished");
        var second = await StartAsync(name);

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal("Suspended", Stands(second));
        Assert.Equal("soon", Hub.Workflows.Runtime.WorkflowInstance.Deserialize(hub.Get<IWorkflowStore>().FindInstance(first)!.State).Output["News"].GetString()); // it was started above
    }

    [Fact]
    public async Task Event_SentAgainWithItsKey_StartsOneWorkflow()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("start-once", Drawn.Event("e", "start-once", starts: true), Drawn.Event("end", "end-of-start-once")));
        var waiting = Hub.Workflows.Runtime.Stimulus.Hash(Hub.Workflows.Runtime.Stimulus.Event, Hub.Workflows.Runtime.Stimulus.ForEvent("end-of-start-once"));
        var tenant = hub.Get<HubOptions>().Tenant;

        var first = await hub.PostAsync("/events/start-once/trigger", """{"input":1}""", ("Idempotency-Key", "event-1"));
        var again = await hub.PostAsync("/events/start-once/trigger", """{"input":1}""", ("Idempotency-Key", "event-1"));
        var other = await hub.PostAsync("/events/start-once/trigger", """{"input":2}""", ("Idempotency-Key", "event-1"));
        await hub.PostAsync("/events/start-once/trigger", """{"input":3}""", ("Idempotency-Key", "event-2"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict), (first.Status, again.Status, other.Status));
        await DesignerHub.UntilAsync("two workflows to begin", () => hub.Get<IWorkflowStore>().FindBookmarks(tenant, waiting).Count == 2);
    }

    [Fact]
    public async Task Task_CompletedTwice_GoesOnOnceWithItsResult()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("task", Drawn.Step("t", "Elsa.RunTask", $"\"taskName\":{Drawn.Literal("String", "sign")}"), Drawn.Output("o", "Signed", "getOutputFrom('t').by")));
        var started = (await hub.PostAsync("/workflow-definitions/task/execute", "{}")).Json.GetProperty("workflowState");
        var task = Assert.Single(started.GetProperty("bookmarks").EnumerateArray()).GetProperty("payload").GetProperty("taskId").GetString();

        var first = await hub.PostAsync($"/tasks/{task}/complete", """{"result":{"by":"officer"}}""");
        var again = await hub.PostAsync($"/tasks/{task}/complete", """{"result":{"by":"officer"}}""");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.PostAsync("/tasks/nobody/complete", "{}")).Status);
        var instance = Hub.Workflows.Runtime.WorkflowInstance.Deserialize(hub.Get<IWorkflowStore>().FindInstance(TextOf(started, "id")!)!.State); // it was started above
        Assert.Equal("officer", instance.Output["Signed"].GetString());
    }

    [Fact]
    public async Task Links_UsedTwiceForgedOrForSomethingElse_WorkOnce()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("linked", Drawn.Output("u", "Url", "createEventTriggerUrl('clicked')"), Drawn.Event("e", "clicked"), Drawn.Event("e2", "clicked")));
        var state = (await hub.PostAsync("/workflow-definitions/linked/execute", "{}")).Json.GetProperty("workflowState");
        var token = TextOf(state.GetProperty("output"), "Url")!.Split("?t=")[1]; // the script made it
        var stranger = hub.Stranger();

        var forged = await hub.GetAsync($"/events/trigger?t={(token[0] == 'A' ? 'B' : 'A')}{token[1..]}", stranger);
        var wrong = await hub.GetAsync($"/bookmarks/resume?t={token}", stranger);
        var first = await hub.GetAsync($"/events/trigger?t={token}", stranger);
        var again = await hub.GetAsync($"/events/trigger?t={token}", stranger);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (forged.Status, wrong.Status));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal("Suspended", Stands(TextOf(state, "id")!)); // at the second event, which the used link does not send
    }

    [Fact]
    public async Task BookmarkLink_WithInput_ResumesOnce()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("linked-wait", Drawn.Event("e", "linked-wait"), Drawn.Output("o", "Choice", "getOutputFrom('e').choice")));
        var state = (await hub.PostAsync("/workflow-definitions/linked-wait/execute", "{}")).Json.GetProperty("workflowState");
        var bookmark = TextOf(Assert.Single(state.GetProperty("bookmarks").EnumerateArray()), "id")!; // it waits there
        var link = hub.Get<Hub.Server.ElsaApi.SignedLinks>().Create(Hub.Server.ElsaApi.LinkPurpose.ResumeBookmark, TextOf(state, "id")!, bookmark, TimeSpan.FromHours(1));
        var over = hub.Get<Hub.Server.ElsaApi.SignedLinks>().Create(Hub.Server.ElsaApi.LinkPurpose.ResumeBookmark, TextOf(state, "id")!, bookmark, TimeSpan.FromHours(-1));
        var stranger = hub.Stranger();

        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Post, $"/bookmarks/resume?t={over}", "{}", stranger)).Status);
        Assert.Equal(HttpStatusCode.OK, (await hub.SendAsync(HttpMethod.Post, $"/bookmarks/resume?t={link}&async=false", """{"input":{"choice":"yes"}}""", stranger)).Status);
        Assert.Equal(HttpStatusCode.OK, (await hub.SendAsync(HttpMethod.Post, $"/bookmarks/resume?t={link}", """{"input":{"choice":"no"}}""", stranger)).Status);
        Assert.Equal("Finished", Stands(TextOf(state, "id")!));
    }

    [Fact]
    public async Task TestActivity_ByItself_TellsWhatItDidAndKeepsNothing()
    {
        var version = (await hub.ImportAsync("""
            {"definitionId":"tested","name":"Tested","variables":[{"id":"v1","name":"Amount","typeName":"Int32","value":"1"}],"customProperties":{"VariableTestValues":{"v1":20}},
             "root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"j","type":"Elsa.RunJavaScript","version":1,"script":{"typeName":"String","expression":{"type":"Literal","value":"return getAmount() * 2"}}}]}}
            """)).GetProperty("id").GetString();

        var done = (await hub.PostAsync("/tests/activities", $$$"""{"workflowDefinitionHandle":{"definitionId":null,"definitionVersionId":"{{{version}}}"},"activityHandle":{"activityNodeId":"Workflow1:s:j"}}""")).Json;
        var unknown = await hub.PostAsync("/tests/activities", """{"workflowDefinitionHandle":{"definitionId":"tested"},"activityHandle":{"activityId":"x"}}""");

        Assert.Equal(("Completed", JsonValueKind.Null), (TextOf(done, "status"), done.GetProperty("exception").ValueKind));
        Assert.Equal(40, done.GetProperty("outputs").GetProperty("Result").GetInt32());
        Assert.Equal("""["Done"]""", done.GetProperty("outcomes").GetRawText());
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
    }

    private async Task<string> StartAsync(string definitionId) => TextOf((await hub.PostAsync($"/workflow-definitions/{definitionId}/dispatch", "{}")).Json, "workflowInstanceId")!; // every dispatch gives one

    private string? Stands(string instanceId) => hub.Get<IWorkflowStore>().FindInstance(instanceId)?.SubStatus;

    private static string? TextOf(JsonElement json, string member) => json.GetProperty(member).GetString();
}
