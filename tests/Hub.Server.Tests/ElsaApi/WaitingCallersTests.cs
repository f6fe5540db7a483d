using System.Net;
using Hub.Server.Tests.Workflows;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows.Http;

namespace Hub.Server.Tests.ElsaApi;

[Collection(DesignerHubGroup.Name)]
public sealed class WaitingCallersTests(DesignerHub hub)
{
    private const string Starts = "\"customProperties\":{\"canStartWorkflow\":true}";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Request_HundredsWhileTheServiceBehindIsSlow_AllWaitAndTakeLittleOfTheRoom()
    {
        const int callers = 400;
        using var service = CalledService.Start();
        using var open = new ManualResetEventSlim();
        var answering = AnswerOnceOpenAsync(service, open);
        await hub.ImportAndPublishAsync(Drawn.Sequence(
            "slow-behind",
            Drawn.Step("h", "Elsa.HttpEndpoint", $"\"path\":{Drawn.Literal("String", "slow-behind")},{Starts}"),
            Drawn.Step("call", "Elsa.SendHttpRequest", $"\"url\":{Drawn.Literal("Uri", service.Address.AbsoluteUri)},\"method\":{Drawn.Literal("String", "PUT")}"),
            Drawn.Step("w", "Elsa.WriteHttpResponse", $"\"content\":{Drawn.Literal("Object", "done")}")));
        var (exchanges, desk) = (hub.Get<HttpExchanges>(), hub.Get<AdmissionDesk>());

        var replies = Enumerable.Range(0, callers).Select(_ => hub.GetAsync("/workflows/slow-behind")).ToArray();
        await DesignerHub.UntilAsync("all of them to wait and to be at rest", () => exchanges.Count == callers && desk.Held == callers * LoadLimits.WaitCost);
        open.Set();

        var answered = await Task.WhenAll(replies).WaitAsync(Limit);
        service.Listener.Stop();
        Assert.All(answered, reply => Assert.Equal((HttpStatusCode.OK, "done"), (reply.Status, reply.Text)));
        Assert.Equal(callers, await answering.WaitAsync(Limit));
        await DesignerHub.UntilAsync("the room to be free again", () => exchanges.Count == 0 && desk.Held == 0);
    }

    [Fact]
    public async Task Request_AnotherComesForTheInstanceWhileTheFirstWaits_EachIsAnsweredWithItsOwn()
    {
        using var service = CalledService.Start();
        using var open = new ManualResetEventSlim();
        var answering = AnswerOnceOpenAsync(service, open);
        await hub.ImportAndPublishAsync(Drawn.Sequence(
            "two-callers",
            Drawn.Step("h", "Elsa.HttpEndpoint", $"\"path\":{Drawn.Literal("String", "two-callers")},{Starts}"),
            Drawn.Step("f", "Elsa.Fork", $$"""
                "joinMode":"WaitAll","branches":[{{Drawn.Step("call", "Elsa.SendHttpRequest", $"\"url\":{Drawn.Literal("Uri", service.Address.AbsoluteUri)},\"method\":{Drawn.Literal("String", "PUT")}")}},
                {{Drawn.Step("h2", "Elsa.HttpEndpoint", $"\"path\":{Drawn.Literal("String", "two-callers/second")}")}}]
                """),
            Drawn.Step("w", "Elsa.WriteHttpResponse", $"\"content\":{Drawn.Literal("Object", "done")}")));

        var first = hub.GetAsync("/workflows/two-callers");
        await DesignerHub.UntilAsync("the first call's workflow to wait", () => hub.Get<HttpExchanges>().Count == 1 && hub.Get<WaitingRoutes>().Find(hub.Get<HubOptions>().Tenant, "GET", "/two-callers/second", null, null).Count == 1);
        var second = await hub.GetAsync("/workflows/two-callers/second");
        open.Set();

        var answered = await first.WaitAsync(Limit); // before the service stops: a call that it breaks off would fail the workflow
        service.Listener.Stop();
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal((HttpStatusCode.OK, "done"), (answered.Status, answered.Text));
    }

    private static Task<int> AnswerOnceOpenAsync(CalledService service, ManualResetEventSlim open) => Task.Run(() => service.AnswerAsync((_, response) =>
    {
        open.Wait(Limit);
        response.StatusCode = 204;
    }));
}
