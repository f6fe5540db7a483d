using System.Net;
using System.Text.Json;
using Hub.Server.Security;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.ElsaApi;

[Collection(DesignerHubGroup.Name)]
public sealed class AlterationTests(DesignerHub hub)
{
    private const string Waiting = """
        {"definitionId":"alter-waiting","name":"Alter","variables":[{"id":"v1","name":"Amount","typeName":"Int32","value":"1","storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],
         "root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"e","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"never-altered"}}}]}}
        """;

    [Fact]
    public async Task Retry_OfAFaultedInstanceByBodyAndByQuery_RunsWhatFailedAgain()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("alter-fault", Drawn.Step("f", "Elsa.Fault", $"\"message\":{Drawn.Literal("String", "broken")}")));
        var id = await StartAsync("alter-fault");

        var posted = Result(await hub.PostAsync("/alterations/workflows/retry", $$"""{"workflowInstanceIds":["{{id}}"]}"""));
        var got = Result(await hub.GetAsync($"/alterations/workflows/retry?workflowInstanceIds={id}&activityIds=f"));

        Assert.All([posted, got], result => Assert.Equal((id, true, true), (result.GetProperty("workflowInstanceId").GetString(), result.GetProperty("isSuccessful").GetBoolean(), result.GetProperty("workflowHasScheduledWork").GetBoolean())));
        Assert.Equal(("Faulted", 3), (Row(id).SubStatus, Row(id).Incidents));
    }

    [Fact]
    public async Task Run_APlan_IsMadeWholeOrNotAtAll()
    {
        await hub.ImportAndPublishAsync(Waiting);
        var id = await StartAsync("alter-waiting");

        var whole = Result(await RunAsync(id, """{"type":"ModifyVariable","variableId":"v1","value":20}"""));
        var half = Result(await RunAsync(id, """{"type":"ModifyVariable","variableId":"v1","value":30},{"type":"ScheduleActivity","activityId":"nowhere"}"""));
        var foreign = Result(await RunAsync(id, """{"type":"Cancel"}""", await hub.ClientOfAsync(Roles.Administrator, "213105554")));

        Assert.Equal((true, false, false), (IsSuccessful(whole), IsSuccessful(half), IsSuccessful(foreign)));
        Assert.Equal(["Information", "Error"], half.GetProperty("log").GetProperty("logEntries").EnumerateArray().Select(entry => entry.GetProperty("logLevel").GetString()));
        var variable = Assert.Single((await hub.GetAsync($"/workflow-instances/{id}/variables")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("Amount", 20), (variable.GetProperty("name").GetString(), variable.GetProperty("value").GetInt32()));
        Assert.True(IsSuccessful(Result(await RunAsync(id, """{"type":"Cancel"}"""))));
        Assert.Equal("Cancelled", Row(id).SubStatus);
    }

    [Theory]
    [InlineData("/alterations/run", "[")]
    [InlineData("/alterations/run", """{"workflowInstanceIds":["x"]}""")]
    [InlineData("/alterations/run", """{"workflowInstanceIds":["x"],"alterations":[{"type":"Explode"}]}""")]
    [InlineData("/alterations/run", """{"workflowInstanceIds":["x"],"alterations":[{"type":"ModifyVariable"}]}""")]
    [InlineData("/alterations/run", """{"workflowInstanceIds":[],"alterations":[{"type":"Cancel"}]}""")]
    [InlineData("/alterations/workflows/retry", """{"workflowInstanceIds":"x"}""")]
    [InlineData("/alterations/workflows/retry", "{}")]
    [InlineData("/alterations/workflows/retry", "")]
    public async Task Call_ThatSaysNothingUsable_IsRefusedWithAReason(string path, string body)
    {
        var reply = await hub.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.NotEmpty(Assert.Single(reply.Errors));
    }

    private Task<HttpAnswer> RunAsync(string id, string alterations, HttpClient? client = null) =>
        hub.SendAsync(HttpMethod.Post, "/alterations/run", $$"""{"workflowInstanceIds":["{{id}}"],"alterations":[{{alterations}}]}""", client);

    private async Task<string> StartAsync(string definitionId) => (await hub.PostAsync($"/workflow-definitions/{definitionId}/dispatch", "{}")).Json.GetProperty("workflowInstanceId").GetString()!; // every dispatch gives one

    private StoredInstance Row(string id) => hub.Get<IWorkflowStore>().FindInstance(id)!; // started before

    private static JsonElement Result(HttpAnswer reply)
    {
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        return Assert.Single(reply.Json.GetProperty("results").EnumerateArray());
    }

    private static bool IsSuccessful(JsonElement result) => result.GetProperty("isSuccessful").GetBoolean();
}
