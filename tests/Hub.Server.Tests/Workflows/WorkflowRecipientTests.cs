using Hub.Server.Exchange;
using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Tests.Exchange;
using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.Workflows;

public sealed class WorkflowRecipientTests : IAsyncLifetime
{
    private ProcedureScope scope = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync() => scope = await ProcedureScope.StartAsync();

    public async Task DisposeAsync() => await scope.DisposeAsync();

    [Fact]
    public async Task Journey_FromRequestToPayment_GoesThroughItsStates()
    {
        await scope.SubmitAsync();
        Assert.Equal(JourneyState.Running, scope.State);

        await scope.AnswerAsync("grc");
        Assert.Equal(JourneyState.Waiting, scope.State);

        await scope.BringAsync("piece");
        Assert.Equal(JourneyState.Running, scope.State);

        var payment = (await scope.AnswerAsync("payfip")).PaymentId!; // RequestPayment names one
        Assert.Equal(JourneyState.Waiting, scope.State);

        await scope.SettleAsync(payment, """{"outcome":"paid","amountCents":4200}""");
        Assert.Equal(JourneyState.Completed, scope.State);
        Assert.Equal([JourneyEventTypes.PaymentPaid, JourneyEventTypes.JourneyCompleted], scope.EventTypes.TakeLast(2));
    }

    [Fact]
    public async Task Request_SameKeyTwice_StartsOneJourney()
    {
        var first = await scope.SubmitAsync();
        var second = await scope.SubmitAsync();

        Assert.True(second.IsRepeat);
        Assert.Equal(first.Reply.ToArray(), second.Reply.ToArray());
        Assert.Single(scope.Exchange.Get<IJourneyStore>().Search(new JourneySearch(Tests.Exchange.ExchangeScope.Tenant)));
    }

    [Fact]
    public async Task Request_AgainstItsSchema_IsRefusedWithThePlace()
    {
        var answer = await scope.SubmitAsync(payload: """{"amountCents":"much"}""");

        Assert.Equal(422, answer.Problem?.Status);
        Assert.Equal("/amountCents", Assert.Single(answer.Problem!.Errors).InstanceLocation);
    }

    [Fact]
    public async Task Message_BeforeAnybodyWaits_IsKeptUntilThen()
    {
        await scope.SubmitAsync();
        Assert.True((await scope.BringAsync("piece")).IsAccepted);

        await scope.AnswerAsync("grc");

        Assert.Equal("requestPayment", scope.Command("payfip").Operation);
    }

    [Fact]
    public async Task Message_ToAnEndedJourney_IsRefused()
    {
        var payment = await scope.ReachPaymentAsync();
        await scope.SettleAsync(payment, """{"outcome":"paid","amountCents":4200}""");

        Assert.Equal("journey-ended", (await scope.BringAsync("piece")).Problem?.Code);
    }

    [Fact]
    public async Task Timer_NobodyCameInTime_TakesTheTimedOutWay()
    {
        await scope.SubmitAsync();
        await scope.AnswerAsync("grc");

        scope.Exchange.Clock.Advance(TimeSpan.FromHours(2));
        var timers = scope.Exchange.Hosted<TimerService>();
        await timers.StartAsync(CancellationToken.None);
        await scope.Exchange.Store.UntilAsync(() => scope.State != JourneyState.Waiting, "the timer has fired");
        await timers.StopAsync(CancellationToken.None);

        Assert.Equal(JourneyState.Abandoned, scope.State);
        Assert.Equal("Finished", scope.Instance.Status);
    }

    // More of them than one look reads, and all due before the good one.
    [Fact]
    public async Task Timer_BehindManyThatFail_FiresAllTheSame()
    {
        await scope.SubmitAsync();
        await scope.AnswerAsync("grc");
        var early = scope.Exchange.Clock.GetUtcNow();
        await scope.Exchange.Store.CommitAsync(
            [.. Enumerable.Range(0, 600).Select(i => new AddBookmark(new StoredBookmark($"broken-{i}", ExchangeScope.Tenant, "nobody", $"broken-{i}", null, "Delay", "none", early)))],
            CancellationToken.None);

        scope.Exchange.Clock.Advance(TimeSpan.FromHours(2));
        var timers = scope.Exchange.Hosted<TimerService>();
        await timers.StartAsync(CancellationToken.None);
        while (scope.State == JourneyState.Waiting)
        {
            await scope.Exchange.Clock.SleeperWithinAsync(TimeSpan.FromMilliseconds(250));
            scope.Exchange.Clock.Advance(TimeSpan.FromMilliseconds(250));
            Assert.True(scope.Exchange.Clock.GetUtcNow() < early + TimeSpan.FromHours(3), "The timer behind the broken ones did not fire.");
        }

        await timers.StopAsync(CancellationToken.None);
        Assert.Equal(JourneyState.Abandoned, scope.State);
        Assert.Equal(600, timers.FailingTimers);
    }

    [Theory]
    [InlineData("""{"outcome":"paid","amountCents":4100}""")]
    [InlineData("""{"outcome":"paid","amountCents":4200.5}""")]
    [InlineData("""{"outcome":"paid","amountCents":"4200"}""")]
    [InlineData("""{"outcome":"paid"}""")]
    public async Task Payment_OtherAmountThanAsked_IsAnIncidentAndNeverPaid(string payload)
    {
        var payment = await scope.ReachPaymentAsync();

        await scope.SettleAsync(payment, payload);

        Assert.Equal(1, scope.Instance.Incidents);
        Assert.NotEqual(JourneyState.Completed, scope.State);
        Assert.Contains(JourneyEventTypes.PaymentFailed, scope.EventTypes);
        Assert.DoesNotContain(JourneyEventTypes.PaymentPaid, scope.EventTypes);
    }

    [Fact]
    public async Task Payment_LateEventOfAnotherPayment_DoesNotEndTheWait()
    {
        var payment = await scope.ReachPaymentAsync();

        Assert.True((await scope.SettleAsync("P-EARLIER", """{"outcome":"refused","amountCents":4200}""")).IsAccepted);
        Assert.Equal(JourneyState.Waiting, scope.State);

        await scope.SettleAsync(payment, """{"outcome":"paid","amountCents":4200}""");
        Assert.Equal(JourneyState.Completed, scope.State);
    }

    // What the incidents name after a restore, and only while it waits.
    [Fact]
    public async Task Payment_NotMovedSinceARestore_IsAmongTheWaitsOfItsConnectorUntilTheEventIsSentAgain()
    {
        var payment = await scope.ReachPaymentAsync();
        scope.Exchange.Clock.Advance(TimeSpan.FromMinutes(1));
        var (store, restoredAt) = (scope.Exchange.Get<IWorkflowStore>(), scope.Exchange.Clock.GetUtcNow());
        scope.Exchange.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(scope.Instance.Id, Assert.Single(store.WaitingForConnectorsSince(ExchangeScope.Tenant, restoredAt, null, 10)).Id);
        Assert.Empty(store.WaitingForConnectorsSince(ExchangeScope.Tenant, restoredAt.AddHours(-1), null, 10));
        Assert.Empty(store.WaitingForConnectorsSince(new TenantId("200000008"), restoredAt, null, 10));

        await scope.SettleAsync(payment, """{"outcome":"paid","amountCents":4200}""");
        Assert.Empty(store.WaitingForConnectorsSince(ExchangeScope.Tenant, restoredAt, null, 10));
    }

    [Fact]
    public async Task Payment_RefusedByTheBank_TakesTheRefusedWay()
    {
        var payment = await scope.ReachPaymentAsync();

        await scope.SettleAsync(payment, """{"outcome":"refused","amountCents":4200}""");

        Assert.Equal(JourneyState.Abandoned, scope.State);
    }

    [Fact]
    public async Task Reply_RefusedForGoodAndNoWayDrawn_IsAnIncident()
    {
        await scope.SubmitAsync();

        await scope.Exchange.Get<ReplyEntrance>().EnterAsync(scope.Command("grc"), default, new DeliveryFailure("unknown-procedure", "Not here.", IsRetryable: false));

        Assert.Equal(1, scope.Instance.Incidents);
        Assert.Equal(JourneyState.Faulted, scope.State);
    }

    [Fact]
    public async Task Discard_CommandThatAWorkflowWaitsFor_GoesOnAsAfterARefusal()
    {
        await scope.SubmitAsync();
        var (exchange, command) = (scope.Exchange, scope.Command("grc"));
        var now = exchange.Clock.GetUtcNow();
        await exchange.Store.CommitAsync([new BuryOutboxMessage(DeadLetter.Of(command, new DeliveryFailure("timeout", "No answer.", IsRetryable: true), 10, "l1", now))], CancellationToken.None);

        Assert.True(await exchange.Get<DeadLetterDiscard>().DiscardAsync(
            ExchangeScope.Tenant, "l1", new AuditEntry { At = now, Tenant = ExchangeScope.Tenant.Value, Actor = "operator", Action = AuditCatalog.DeadLetterDiscarded, Subject = "l1" }));

        Assert.Equal(JourneyState.Faulted, scope.State);
        Assert.Equal(1, scope.Instance.Incidents);
        Assert.Contains(JourneyEventTypes.CommandFailed, scope.EventTypes);
    }

    [Fact]
    public async Task Reply_GivenManyTimesAtOnce_IsActedUponOnce()
    {
        await scope.SubmitAsync();
        await scope.BringAsync("piece");
        var (command, replies) = (scope.Command("grc"), scope.Exchange.Get<ReplyEntrance>());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => replies.EnterAsync(command, "{}"u8.ToArray(), null)))).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Single(answers, answer => !answer.IsRepeat);
        Assert.Single(scope.EventTypes, type => type == JourneyEventTypes.ReplyReceived);
        Assert.NotNull(scope.Command("payfip"));
    }

    [Fact]
    public async Task Message_ToAJourneyOfAnotherAuthority_FindsNone()
    {
        await scope.SubmitAsync();
        var message = scope.Exchange.Message("m1", journey: scope.JourneyId, type: MessageTypes.JourneyMessage);

        var answer = await scope.Exchange.Pipeline.SendAsync(message with { MessageId = message.MessageId with { Tenant = new("200000008") } }, null, CancellationToken.None);

        Assert.Equal("unknown-journey", answer.Problem?.Code);
    }
}
