using System.Net;
using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Journeys;
using Hub.Server.Schemas;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.Workflows;

public sealed class EffectRunnerTests : IAsyncLifetime
{
    private readonly ExchangeScope exchange = ExchangeScope.Open();
    private readonly CalledService service = CalledService.Start();
    private EffectRunner runner = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync()
    {
        await exchange.Get<SchemaCatalog>().PutAsync(SchemaVersion.Read(Encoding.UTF8.GetBytes(ProcedureScope.Schema)), [], CancellationToken.None);
        runner = exchange.Hosted<EffectRunner>();
    }

    public async Task DisposeAsync()
    {
        await runner.StopAsync(CancellationToken.None);
        service.Dispose();
        await exchange.DisposeAsync();
    }

    [Fact]
    public async Task Start_ClaimOfThisProcess_IsCalledOnceAndNotTakenForALeftOver()
    {
        await runner.StartingAsync(CancellationToken.None);
        var journey = await SubmitAsync(service.Address);
        var calls = CountCallsAsync();

        await runner.StartAsync(CancellationToken.None);
        await exchange.Store.UntilAsync(() => StateOf(journey) is not (JourneyState.Running or JourneyState.Waiting), "the journey has ended");
        service.Listener.Stop();

        Assert.Equal(JourneyState.Completed, StateOf(journey));
        Assert.Equal(1, await calls.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    // The clock stands still: nothing is read again because time has passed.
    [Fact]
    public async Task Start_FarMoreClaimsForOneHostThanItsShare_AllAreMadeOnceAsRoomComes()
    {
        const int journeys = 300;
        Assert.True(journeys > 3 * ExchangeScope.Limits.Effects / 4);
        await runner.StartingAsync(CancellationToken.None);
        var submitted = new List<string>();
        await PublishAsync(service.Address, handlesFailure: false);
        for (var i = 0; i < journeys; i++)
        {
            submitted.Add(await RequestAsync($"key-{i}"));
        }

        Assert.True(exchange.Get<EffectQueue>().HasOverflowed);
        var calls = CountCallsAsync();

        await runner.StartAsync(CancellationToken.None);
        await exchange.Store.UntilAsync(() => submitted.TrueForAll(journey => StateOf(journey) == JourneyState.Completed), "every journey has ended");
        service.Listener.Stop();

        Assert.Equal(journeys, await calls.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Call_OfATracedMessage_CarriesItsTrace()
    {
        const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        await runner.StartingAsync(CancellationToken.None);
        await runner.StartAsync(CancellationToken.None);
        var calls = CountCallsAsync();

        var journey = await SubmitAsync(service.Address, trace: Trace);

        await exchange.Store.UntilAsync(() => StateOf(journey) is not (JourneyState.Running or JourneyState.Waiting), "the journey has ended");
        service.Listener.Stop();
        Assert.Equal(1, await calls.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal([Trace], service.Traces);
    }

    [Fact]
    public async Task Start_ClaimOfAnEarlierProcess_IsAnIncidentAndNotCalledAgain()
    {
        var journey = await SubmitAsync(service.Address);
        var calls = CountCallsAsync();
        var queue = exchange.Get<EffectQueue>();
        queue.Done(queue.Take()!); // its queue died with it, and this call was in it

        await runner.StartingAsync(CancellationToken.None);
        await runner.StartAsync(CancellationToken.None);
        await exchange.Store.UntilAsync(() => InstanceOf(journey).Incidents > 0, "the incident is raised");
        service.Listener.Stop();

        Assert.Equal(0, await calls.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Start_ClaimsThatCannotBeSettled_DoNotHoldUpTheOthers()
    {
        await exchange.Store.CommitAsync(
            [.. Enumerable.Range(0, 20).Select(i => new ClaimEffect(new ClaimedEffect($"broken-{i}", ExchangeScope.Tenant, "nobody", $"p-{i}", "b", "{"u8.ToArray(), exchange.Clock.GetUtcNow())))],
            CancellationToken.None);
        await runner.StartingAsync(CancellationToken.None);
        await runner.StartAsync(CancellationToken.None);
        var calls = CountCallsAsync();

        var journey = await SubmitAsync(service.Address);

        await exchange.Store.UntilAsync(() => StateOf(journey) is not (JourneyState.Running or JourneyState.Waiting), "the journey has ended");
        service.Listener.Stop();
        Assert.Equal(JourneyState.Completed, StateOf(journey));
        Assert.Equal(1, await calls.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    // The service did what it was asked for and died before it answered.
    [Theory]
    [InlineData(true, JourneyState.Completed)]
    [InlineData(false, JourneyState.Faulted)]
    public async Task Call_PostWhoseAnswerIsLost_IsToldAsUnknownAndMadeOnce(bool isDrawn, JourneyState end)
    {
        using var breaking = new BreakingService();
        await runner.StartingAsync(CancellationToken.None);
        await runner.StartAsync(CancellationToken.None);

        var journey = await SubmitAsync(breaking.Address, isDrawn);

        await exchange.Store.UntilAsync(() => StateOf(journey) is not (JourneyState.Running or JourneyState.Waiting), "the journey has ended");
        Assert.Equal(end, StateOf(journey));
        Assert.Equal(isDrawn ? 0 : 1, InstanceOf(journey).Incidents);
        var told = Assert.Single(exchange.EventsOf(journey), happened => happened.Type == JourneyEventTypes.CallOutcomeUnknown);
        Assert.Equal(breaking.Address.Authority, told.System);
        Assert.Equal(1, breaking.Requests);
    }

    [Fact]
    public async Task Call_ThatComesBackAfterAnotherStepFailed_IsKeptAndTheFaultToldOnce()
    {
        var beside = Encoding.UTF8.GetString(Definition(service.Address, handlesFailure: false)).Replace("Elsa.WriteLine", "Elsa.Fault", StringComparison.Ordinal)
            .Replace("\"connections\":[", """ "connections":[{"source":{"activity":"start","port":"Done"},"target":{"activity":"look","port":"In"}},""", StringComparison.Ordinal);
        await PublishAsync(Encoding.UTF8.GetBytes(beside));
        var journey = await RequestAsync("key");
        Assert.Equal((JourneyState.Faulted, 1), (StateOf(journey), exchange.Get<IWorkflowStore>().Claims("", 9).Count));

        var calls = CountCallsAsync();
        await runner.StartAsync(CancellationToken.None);
        await exchange.Store.UntilAsync(() => exchange.Get<IWorkflowStore>().Claims("", 9).Count == 0, "the call has come back");
        service.Listener.Stop();

        Assert.Equal(1, await calls.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal((JourneyState.Faulted, 1), (StateOf(journey), InstanceOf(journey).Incidents));
        Assert.Single(exchange.EventsOf(journey), happened => happened.Type == JourneyEventTypes.JourneyFaulted);
    }

    [Fact]
    public async Task Call_ToAnAddressThatWorkflowsMayNotCall_IsAnIncident()
    {
        await runner.StartingAsync(CancellationToken.None);
        await runner.StartAsync(CancellationToken.None);

        var journey = await SubmitAsync(new Uri("http://10.0.0.1/"));

        await exchange.Store.UntilAsync(() => InstanceOf(journey).Incidents > 0, "the incident is raised");
        Assert.Equal(JourneyState.Faulted, StateOf(journey));
    }

    private JourneyState StateOf(string journey) => exchange.Get<IJourneyStore>().Find(ExchangeScope.Tenant, new JourneyId(journey))!.State; // submitted before

    private StoredInstance InstanceOf(string journey) => exchange.Get<IWorkflowStore>().InstancesOf(ExchangeScope.Tenant, new JourneyId(journey)).Single();

    // POST: not declared idempotent, so that a second call would be wrong whatever key it carries.
    private async Task<string> SubmitAsync(Uri to, bool handlesFailure = false, string? trace = null)
    {
        await PublishAsync(to, handlesFailure);
        return await RequestAsync("key", trace);
    }

    private Task PublishAsync(Uri to, bool handlesFailure) => PublishAsync(Definition(to, handlesFailure));

    private async Task PublishAsync(byte[] definition)
    {
        var publisher = exchange.Get<DefinitionPublisher>();
        await publisher.ImportAsync(ExchangeScope.Tenant, definition, [], CancellationToken.None);
        Assert.Empty((await publisher.PublishAsync(ExchangeScope.Tenant, "calling", [], CancellationToken.None)).Errors);
    }

    private async Task<string> RequestAsync(string key, string? trace = null)
    {
        var procedure = exchange.Get<IProcedureDirectory>().Find(ExchangeScope.Tenant, "calling")!; // just published
        var answer = await exchange.Pipeline.SendAsync(
            CitizenRequests.ToEnvelope(procedure, ExchangeScope.Tenant, key, "web", """{"amountCents":1}"""u8.ToArray(), trace, exchange.Get<IdGenerator>(), exchange.Clock), null, CancellationToken.None);
        return CitizenRequests.ReadReceipt(answer.Reply).JourneyId;
    }

    private Task<int> CountCallsAsync() => service.AnswerAsync((_, _) => { });

    private static byte[] Definition(Uri to, bool handlesFailure) => Encoding.UTF8.GetBytes($$$"""
        {"definitionId":"calling","name":"calling","version":1,"variables":[],
         "root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
           {"id":"start","type":"Hub.CitizenRequest","version":1,"customProperties":{"canStartWorkflow":true},"procedure":{{{Literal("calling")}}},"schema":{{{Literal("test.request")}}} },
           {"id":"call","type":"Elsa.FlowSendHttpRequest","version":1,"method":{{{Literal("POST")}}},"url":{{{Literal(to.AbsoluteUri)}}},"content":{{{Literal("once")}}} },
           {"id":"look","type":"Elsa.WriteLine","version":1,"text":{{{Literal("Look there.")}}} }],
         "connections":[{{{(handlesFailure ? """{"source":{"activity":"call","port":"Failed to connect"},"target":{"activity":"look","port":"In"}},""" : "")}}}{"source":{"activity":"start","port":"Done"},"target":{"activity":"call","port":"In"} }]} }
        """);

    private static string Literal(string value) => $$$"""{"typeName":"String","expression":{"type":"Literal","value":"{{{value}}}"}}""";
}
