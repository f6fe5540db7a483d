using System.Net;
using System.Text.Json;
using Hub.Server.Tests.Workflows;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.ElsaApi;

[Collection(DesignerHubGroup.Name)]
public sealed class ResilienceTests(DesignerHub hub)
{
    // So that the test need not wait: ten milliseconds, then twenty.
    private const string Soon = """{"resilienceStrategy":{"mode":"Expression","expression":{"type":"JavaScript","value":"({ maxRetryAttempts: 5, delay: '00:00:00.010', backoffType: 'Linear' })"}}}""";

    [Fact]
    public async Task Retries_OfAStepThatFailedTwice_AreListedFirstToLast()
    {
        using var service = CalledService.Start();
        var answering = service.AnswerAsync((call, response) => response.StatusCode = call <= 2 ? 503 : 204);
        await hub.ImportAndPublishAsync(Drawn.Sequence("retried", Drawn.Line("first", "1"), Drawn.Step(
            "call", "Elsa.SendHttpRequest", $$"""
            "method":{{Drawn.Literal("String", "PUT")}},"url":{{Drawn.Literal("Uri", service.Address.AbsoluteUri)}},
            "customProperties":{{Soon}}
            """)));

        var instanceId = (await hub.PostAsync("/workflow-definitions/retried/dispatch", "{}")).Json.GetProperty("workflowInstanceId").GetString()!; // every dispatch gives one
        await DesignerHub.UntilAsync("the third call to end the workflow", () => hub.Get<IWorkflowStore>().FindInstance(instanceId)?.SubStatus == "Finished");
        service.Listener.Stop();
        Assert.Equal(3, await answering.WaitAsync(TimeSpan.FromSeconds(60)));
        var executions = (await hub.GetAsync($"/activity-executions/list?workflowInstanceId={instanceId}")).Json.GetProperty("items").EnumerateArray()
            .ToDictionary(execution => execution.GetProperty("activityId").GetString()!, execution => execution.GetProperty("id").GetString()!); // every execution has both
        var (first, call) = (executions["first"], executions["call"]);

        var all = await hub.GetAsync($"/resilience/retries/{call}");
        var second = await hub.GetAsync($"/resilience/retries/{call}?skip=1&take=1");
        var none = await hub.GetAsync($"/resilience/retries/{first}");

        Assert.Equal((HttpStatusCode.OK, 2), (all.Status, all.Json.GetProperty("totalCount").GetInt32()));
        Assert.Equal(
            [Attempt(1, "00:00:00.0100000"), Attempt(2, "00:00:00.0200000")],
            all.Json.GetProperty("items").EnumerateArray().Select(attempt => attempt.GetRawText()));
        Assert.Equal((2, Attempt(2, "00:00:00.0200000")), (second.Json.GetProperty("totalCount").GetInt32(), Assert.Single(second.Json.GetProperty("items").EnumerateArray()).GetRawText()));
        Assert.Equal("""{"items":[],"totalCount":0}""", none.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync($"/resilience/retries/{instanceId}-999")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync($"/resilience/retries/{call}", await hub.ClientOfAsync(Hub.Server.Security.Roles.Administrator, "213105554"))).Status);

        string Attempt(int number, string delay) => JsonSerializer.Serialize(new
        {
            id = $"{call}:{number}",
            activityInstanceId = call,
            activityId = "call",
            workflowInstanceId = instanceId,
            attemptNumber = number,
            retryDelay = delay,
            details = new { Outcome = "Answered", StatusCode = "503" },
        });
    }
}
