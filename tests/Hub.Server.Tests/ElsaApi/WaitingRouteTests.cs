using System.Net;
using System.Text.Json;

namespace Hub.Server.Tests.ElsaApi;

[Collection(DesignerHubGroup.Name)]
public sealed class WaitingRouteTests(DesignerHub hub)
{
    [Theory]
    [InlineData("exact-wait", "exact-wait", "{}")]
    [InlineData("orders/{id}/papers/{paper}", "orders/A-7/papers/3", """{"id":"A-7","paper":"3"}""")]
    [InlineData("tree/{**rest}", "tree/a/b/c", """{"rest":"a/b/c"}""")]
    [InlineData("maybe/{page?}", "maybe", "{}")]
    public async Task Request_WhereAWorkflowWaits_ResumesItWithTheValuesOfItsRoute(string route, string path, string values)
    {
        var id = "wait-" + route.Split('/')[0];
        await hub.ImportAndPublishAsync(Drawn.Sequence(
            id,
            Drawn.Step("h", "Elsa.HttpEndpoint", $"\"path\":{Drawn.Literal("String", route)},\"supportedMethods\":{{\"typeName\":\"String[]\",\"expression\":{{\"type\":\"Object\",\"value\":\"[\\\"POST\\\"]\"}}}}"),
            Drawn.Step("w", "Elsa.WriteHttpResponse", "\"content\":{\"typeName\":\"Object\",\"expression\":{\"type\":\"JavaScript\",\"value\":\"getOutputFrom('h', 'RouteData') ?? {}\"}}")));
        var started = (await hub.PostAsync($"/workflow-definitions/{id}/execute", "{}")).Json.GetProperty("workflowState");
        Assert.Equal("Suspended", started.GetProperty("subStatus").GetString());

        var wrong = await hub.GetAsync($"/workflows/{path}");
        var reply = await hub.PostAsync($"/workflows/{path}", "{}");
        var again = await hub.PostAsync($"/workflows/{path}", "{}");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(values), reply.Json), reply.Text);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (wrong.Status, again.Status));
    }

    [Fact]
    public async Task Request_WhereSeveralWait_IsForTheOneItNames()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("crowd", Drawn.Step("h", "Elsa.HttpEndpoint", $"\"path\":{Drawn.Literal("String", "crowd/{id}")}")));
        await hub.PostAsync("/workflow-definitions/crowd/dispatch", """{"correlationId":"crowd-1"}""");
        await hub.PostAsync("/workflow-definitions/crowd/dispatch", """{"correlationId":"crowd-2"}""");

        Assert.Equal(HttpStatusCode.InternalServerError, (await hub.GetAsync("/workflows/crowd/5")).Status);
        Assert.Equal(HttpStatusCode.OK, (await hub.GetAsync("/workflows/crowd/5?correlationId=crowd-2")).Status);
        Assert.Equal(HttpStatusCode.OK, (await hub.GetAsync("/workflows/crowd/5")).Status);
    }
}
