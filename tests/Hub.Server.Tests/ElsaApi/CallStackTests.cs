using System.Net;
using System.Text.Json;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Tests.ElsaApi;

/// <summary>Call stacks of workflows that started one another.</summary>
[Collection(DesignerHubGroup.Name)]
public sealed class CallStackTests(DesignerHub hub)
{
    [Fact]
    public async Task CallStack_OfAGrandchild_GoesUpThroughTheStepsThatStartedIt()
    {
        var (stem, id) = ("stack", await StartFamilyAsync("stack"));
        var line = await LastOfAsync($"{stem}-3", "line");

        var across = await GetAsync($"/activity-executions/{line}/call-stack");
        var said = await GetAsync($"/activity-executions/{line}/call-stack?includeCrossWorkflowChain=true&skip=1&take=2");
        var within = await GetAsync($"/activity-executions/{line}/call-stack?includeCrossWorkflowChain=false");

        string[] chain = ["Elsa.Workflow", "Elsa.Sequence", "Elsa.ExecuteWorkflow", "Elsa.Workflow", "Elsa.Sequence", "Elsa.DispatchWorkflow", "Elsa.Workflow", "Elsa.Sequence", "Elsa.WriteLine"];
        Assert.Equal(chain, Types(across));
        Assert.Equal((9, 9, 3), (Total(across), Total(said), Total(within)));
        Assert.Equal(chain[1..3], Types(said));
        Assert.Equal(chain[6..], Types(within));
        var items = across.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(id, Text(items[0], "workflowInstanceId"));
        Assert.Equal((Text(items[2], "id"), id), (Text(items[3], "schedulingActivityExecutionId"), Text(items[3], "schedulingWorkflowInstanceId")));
        Assert.Equal(Text(items[3], "workflowInstanceId"), Text(items[6], "schedulingWorkflowInstanceId"));
        Assert.All(items.Where((_, i) => i % 3 > 0), inside => Assert.Null(Text(inside, "schedulingWorkflowInstanceId")));
    }

    [Fact]
    public async Task CallStack_OfAChildWhoseParentIsGone_BeginsAtTheChild()
    {
        await StartFamilyAsync("orphan");
        var line = await LastOfAsync("orphan-3", "line");
        var middle = InstanceOf("orphan-2");

        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{middle}")).Status);

        Assert.Equal(3, Total(await GetAsync($"/activity-executions/{line}/call-stack")));
    }

    // 1 executes 2, 2 dispatches 3 and waits for it, 3 writes a line and ends: so do all.
    private async Task<string> StartFamilyAsync(string stem)
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence($"{stem}-3", Drawn.Line("line", "deep")));
        await hub.ImportAndPublishAsync(Drawn.Sequence($"{stem}-2", Starting("d", "Elsa.DispatchWorkflow", $"{stem}-3")));
        await hub.ImportAndPublishAsync(Drawn.Sequence($"{stem}-1", Starting("x", "Elsa.ExecuteWorkflow", $"{stem}-2")));
        var reply = await hub.PostAsync($"/workflow-definitions/{stem}-1/execute", "{}");
        var id = Text(reply.Json.GetProperty("workflowState"), "id")!; // in every state
        await DesignerHub.UntilAsync("all three to end", () => hub.Get<IWorkflowStore>().FindInstance(id)?.SubStatus == nameof(WorkflowSubStatus.Finished));
        return id;
    }

    private static string Starting(string id, string type, string child) => Drawn.Step(
        id, type, $"\"workflowDefinitionId\":{Drawn.Literal("String", child)},\"waitForCompletion\":{Drawn.Literal("Boolean", "True")}");

    private string InstanceOf(string definitionId) => Assert.Single(
        hub.Get<IInstanceDirectory>().List(new InstanceSearch(hub.Get<HubOptions>().Tenant, 0, 2) { DefinitionIds = [definitionId] }).Items).Id;

    private async Task<string> LastOfAsync(string definitionId, string activityId)
    {
        var list = await GetAsync($"/activity-executions/list?workflowInstanceId={InstanceOf(definitionId)}&activityId={activityId}");
        return Text(Assert.Single(list.GetProperty("items").EnumerateArray()), "id")!; // in every record
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        var reply = await hub.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Json;
    }

    private static int Total(JsonElement stack) => stack.GetProperty("totalCount").GetInt32();

    private static IEnumerable<string?> Types(JsonElement stack) => stack.GetProperty("items").EnumerateArray().Select(execution => Text(execution, "activityType"));

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();
}
