using Hub.Server.Exchange;
using Hub.Server.Journeys;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.Workflows;

public sealed class InstanceOrdersTests : IAsyncLifetime
{
    private ProcedureScope scope = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync() => scope = await ProcedureScope.StartAsync();

    public async Task DisposeAsync() => await scope.DisposeAsync();

    private InstanceOrders Orders => scope.Exchange.Get<InstanceOrders>();

    [Fact]
    public async Task Cancel_AWaitingJourney_EndsItForEverybody()
    {
        await scope.SubmitAsync();
        await scope.AnswerAsync("grc");
        var id = scope.Instance.Id;

        Assert.Equal(1, await Orders.CancelAsync(ExchangeScope.Tenant, id, [], CancellationToken.None));

        Assert.Equal(JourneyState.Cancelled, scope.State);
        Assert.Equal(JourneyEventTypes.JourneyCancelled, scope.EventTypes.Last());
        Assert.Equal("Cancelled", scope.Instance.SubStatus);
        Assert.Empty(scope.Exchange.Get<IWorkflowStore>().BookmarksOf(id));
        Assert.Null(scope.Exchange.Get<IWorkflowStore>().NextTimer());
        Assert.Equal("journey-ended", (await scope.BringAsync("piece")).Problem?.Code);
        Assert.Equal(0, await Orders.CancelAsync(ExchangeScope.Tenant, id, [], CancellationToken.None));
        Assert.Null(await Orders.CancelAsync(new TenantId("200000008"), id, [], CancellationToken.None));
    }

    // The connector was asked before the end and answers after it.
    [Fact]
    public async Task Delete_WhileAConnectorOwesAnAnswer_TheAnswerOnlyClosesItsCommand()
    {
        await scope.SubmitAsync();
        await scope.BringAsync("piece"); // comes early and is kept for the instance
        var id = scope.Instance.Id;

        Assert.True(await Orders.DeleteAsync(ExchangeScope.Tenant, id, [], CancellationToken.None));
        await scope.AnswerAsync("grc");

        Assert.Equal(JourneyState.Cancelled, scope.State);
        Assert.Null(scope.Exchange.Get<IWorkflowStore>().FindInstance(id));
        Assert.Empty(scope.Exchange.Get<IWorkflowStore>().EarlyStimuli(scope.JourneyId));
        Assert.Empty(scope.Exchange.Outbox.Backlog());
        Assert.False(await Orders.DeleteAsync(ExchangeScope.Tenant, id, [], CancellationToken.None));
    }

    [Fact]
    public async Task Delete_AnEndedInstance_LeavesItsJourneyAsItEnded()
    {
        var payment = await scope.ReachPaymentAsync();
        await scope.SettleAsync(payment, """{"outcome":"paid","amountCents":4200}""");

        Assert.True(await Orders.DeleteAsync(ExchangeScope.Tenant, scope.Instance.Id, [], CancellationToken.None));

        Assert.Equal(JourneyState.Completed, scope.State);
    }

    [Fact]
    public async Task CancelAndMessage_AtOnce_AreDoneOneAfterTheOther()
    {
        await scope.SubmitAsync();
        await scope.AnswerAsync("grc");
        var id = scope.Instance.Id;

        var orders = Enumerable.Range(0, 4).Select(_ => Orders.CancelAsync(ExchangeScope.Tenant, id, [], CancellationToken.None));
        var message = scope.BringAsync("piece");
        var cancelled = await Task.WhenAll(orders);
        await message;

        Assert.Equal(1, cancelled.Sum());
        Assert.Equal(JourneyState.Cancelled, scope.State);
        Assert.Equal(1, scope.EventTypes.Count(type => type == JourneyEventTypes.JourneyCancelled));
    }
}
