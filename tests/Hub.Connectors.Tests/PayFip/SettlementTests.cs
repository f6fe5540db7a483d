using Hub.Connectors.PayFip.Payments;
using Hub.Connectors.PayFip.StandIn;

namespace Hub.Connectors.Tests.PayFip;

/// <summary>From the hub's wish to the outcome it is told, over real HTTP with the stand-in's citizen.</summary>
public class SettlementTests
{
    [Fact]
    public async Task Request_CitizenPays_IsToldPaidOnce()
    {
        await using var world = await PayFipWorld.StartAsync();

        var (view, _) = await world.RequestAsync("p1");
        var settlement = await world.NextAsync();

        Assert.Equal("waiting", view!.Status);
        Assert.Equal((Outcome.Paid, view.IdOp, 1250, "card"), (settlement.Outcome, settlement.IdOp, settlement.AmountCents, settlement.Means));
        var debit = Assert.Single(world.Ledger("payment.debited"));
        Assert.Equal(view.Refdet, debit.GetProperty("reference").GetString());
        Assert.Equal(1250, debit.GetProperty("amountCents").GetInt64());
    }

    [Theory]
    [InlineData("directDebit", nameof(Outcome.Paid))]
    [InlineData("refuse", nameof(Outcome.Refused))]
    [InlineData("directDebitRefused", nameof(Outcome.Refused))]
    public async Task Request_CitizenDoesOtherwise_IsToldSo(string citizen, string expected)
    {
        await using var world = await PayFipWorld.StartAsync();
        world.Behaviours.Add(new Behaviour { Citizen = citizen });

        await world.RequestAsync("p1");

        Assert.Equal(expected, (await world.NextAsync()).Outcome.ToString());
    }

    [Theory]
    [InlineData("abandon", nameof(Outcome.Abandoned))]
    [InlineData("never", nameof(Outcome.Expired))]
    public async Task Request_WindowPasses_IsToldByPolling(string citizen, string expected)
    {
        await using var world = await PayFipWorld.StartAsync(options =>
        {
            options.ResultWindow = options.RetryWindow = TimeSpan.FromMilliseconds(400);
            options.PollEvery = TimeSpan.FromMilliseconds(40);
        });
        world.Behaviours.Add(new Behaviour { Citizen = citizen });

        await world.RequestAsync("p1");

        Assert.Equal(expected, (await world.NextAsync()).Outcome.ToString());
    }

    [Theory]
    [InlineData(nameof(Notifications.Twice))]
    [InlineData(nameof(Notifications.TenTimes))]
    [InlineData(nameof(Notifications.EarlyThenOnce))]
    public async Task Request_NotificationsPileUp_IsToldOnce(string notify)
    {
        await using var world = await PayFipWorld.StartAsync();
        world.Behaviours.Add(new Behaviour { Notify = Enum.Parse<Notifications>(notify) });

        var (view, _) = await world.RequestAsync("p1");
        Assert.Equal(Outcome.Paid, (await world.NextAsync()).Outcome);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.NotifyAsync(view!.IdOp)));

        Assert.Single(world.Book.Find("p1")!.Intent.Settlements);
        Assert.Single(world.Published);
    }

    [Theory]
    [InlineData(nameof(Notifications.Never))]
    [InlineData(nameof(Notifications.Early))]
    public async Task Request_NoNotificationAfterTheResult_IsFoundByPolling(string notify)
    {
        await using var world = await PayFipWorld.StartAsync(options => options.PollEvery = TimeSpan.FromMilliseconds(50));
        world.Behaviours.Add(new Behaviour { Notify = Enum.Parse<Notifications>(notify) });

        await world.RequestAsync("p1");

        Assert.Equal(Outcome.Paid, (await world.NextAsync()).Outcome);
    }

    [Fact]
    public async Task Request_AmountChangedAtTheSource_IsAnErrorAndNeverPaid()
    {
        await using var world = await PayFipWorld.StartAsync();
        world.Behaviours.Add(new Behaviour { AmountCents = 100 });

        await world.RequestAsync("p1");
        var settlement = await world.NextAsync();

        Assert.Equal((Outcome.Error, "amountMismatch", 100), (settlement.Outcome, settlement.Reason, settlement.AmountCents));
        Assert.False(world.Book.Find("p1")!.Intent.IsPaid);
        Assert.Equal("needsAttention", (await world.RequestAsync("p1", key: "key-2")).Refusal?.Code);
    }

    [Fact]
    public async Task Request_SameKeyInParallel_CallsPayFipOnce()
    {
        await using var world = await PayFipWorld.StartAsync(standIn: options => options.CitizenPays = false);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.RequestAsync("p1")));

        Assert.Single(answers.Select(answer => answer.View!.IdOp).Distinct());
        Assert.Single(world.Ledger("payment.requested"));
    }

    [Fact]
    public async Task Request_AnswerLostThenSentAgain_SettlesOnce()
    {
        await using var world = await PayFipWorld.StartAsync(standIn: options => options.CitizenPays = false);
        world.Behaviours.Add(new Behaviour { Operation = "creerPaiementSecurise", Times = 1, DropAnswer = true });

        var (_, lost) = await world.RequestAsync("p1");
        var (view, _) = await world.RequestAsync("p1");
        // The first operation is paid, whose link was given to nobody: recognised by its reference.
        var first = world.Ledger("payment.requested")[0].GetProperty("idOp").GetString()!;
        await world.DecideAsync(first, "pay");
        var settlement = await world.NextAsync();

        Assert.True(lost!.Retryable);
        Assert.Equal((Outcome.Paid, first), (settlement.Outcome, settlement.IdOp));
        Assert.NotEqual(view!.IdOp, settlement.IdOp);
        Assert.Equal(2, world.Ledger("payment.requested").Count);
        Assert.Single(world.Ledger("payment.debited"));
        Assert.Equal(settlement.IdOp, (await world.RequestAsync("p1", key: "key-2")).View?.IdOp);
        Assert.Equal("paid", (await world.RequestAsync("p1")).View?.Status);
    }

    [Fact]
    public async Task Request_BothOperationsPaid_IsToldPaidOnceAndAlarms()
    {
        await using var world = await PayFipWorld.StartAsync(standIn: options => options.CitizenPays = false);
        world.Behaviours.Add(new Behaviour { Operation = "creerPaiementSecurise", Times = 1, DropAnswer = true });

        await world.RequestAsync("p1");
        await world.RequestAsync("p1");
        foreach (var requested in world.Ledger("payment.requested"))
        {
            await world.DecideAsync(requested.GetProperty("idOp").GetString()!, "pay");
        }

        Settlement[] told = [await world.NextAsync(), await world.NextAsync()];

        Assert.Equal([false, true], told.Select(settlement => settlement.IsSecondDebit));
        Assert.Equal(2, world.Ledger("payment.debited").Count);
    }

    [Fact]
    public async Task Request_PayFipDownThenBack_CanBeSentAgain()
    {
        await using var world = await PayFipWorld.StartAsync();
        world.Behaviours.Add(new Behaviour { Times = 1, Status = 503, RetryAfter = 3 });

        var (_, refusal) = await world.RequestAsync("p1");
        var (view, _) = await world.RequestAsync("p1");

        Assert.Equal(("unavailable", true, TimeSpan.FromSeconds(3)), (refusal!.Code, refusal.Retryable, refusal.RetryAfter));
        Assert.NotNull(view);
    }

    [Fact]
    public async Task Request_RefusedByPayFip_IsFinalAndLeavesTheWayFree()
    {
        await using var world = await PayFipWorld.StartAsync();
        world.Behaviours.Add(new Behaviour { Times = 1, Fault = "FonctionnelleErreur", Code = "C2" });

        var (_, refusal) = await world.RequestAsync("p1");
        var (view, _) = await world.RequestAsync("p1", key: "key-2", amountCents: 900);

        Assert.Equal(("refusedByPayFip", false), (refusal!.Code, refusal.Retryable));
        Assert.Equal(900, view!.AmountCents);
    }

    [Theory]
    [InlineData(99, "parent@example.org")]
    [InlineData(10_000_001, "parent@example.org")]
    [InlineData(1250, "x")]
    [InlineData(1250, "@example.org")]
    public async Task Request_OutOfPayFipsBounds_IsInvalidWithoutACall(long amountCents, string mail)
    {
        await using var world = await PayFipWorld.StartAsync();

        var (_, refusal) = await world.RequestAsync(PayFipWorld.Wish("p1", amountCents: amountCents) with { Mail = mail });

        Assert.Equal("invalid", refusal?.Code);
        Assert.Empty(world.Ledger("payment.requested"));
    }

    [Fact]
    public async Task Request_SamePaymentOtherAmountOrTenant_IsRefused()
    {
        await using var world = await PayFipWorld.StartAsync(standIn: options => options.CitizenPays = false);
        await world.RequestAsync("p1");

        Assert.Equal("paymentChanged", (await world.RequestAsync("p1", key: "key-2", amountCents: 999)).Refusal?.Code);
        Assert.Equal("paymentChanged", (await world.RequestAsync(PayFipWorld.Wish("p1") with { Tenant = "219999999" })).Refusal?.Code);
    }

    [Fact]
    public async Task Request_AnotherAttempt_ReusesTheLinkThenWaitsThenOpensAnew()
    {
        await using var world = await PayFipWorld.StartAsync(
            options => (options.ResultWindow, options.RetryWindow, options.PollEvery) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(50)),
            options => options.CitizenPays = false);

        var (first, _) = await world.RequestAsync("p1");
        var (again, _) = await world.RequestAsync("p1", key: "key-2");
        (PaymentView? View, Refusal? Refusal) later = default;
        await PayFipWorld.UntilAsync(async () => (later = await world.RequestAsync("p1", key: "key-3")).Refusal is not null, "a refusal once the link is too old");
        Assert.Equal(Outcome.Expired, (await world.NextAsync()).Outcome);
        world.Behaviours.Add(new Behaviour { Citizen = "pay" });
        var (anew, _) = await world.RequestAsync("p1", key: "key-4");

        Assert.Equal(first!.IdOp, again!.IdOp);
        Assert.Equal(("tooSoon", true), (later.Refusal!.Code, later.Refusal.Retryable));
        Assert.NotEqual(first.IdOp, anew!.IdOp);
        Assert.Equal("waiting", anew.Status);
        Assert.Equal(Outcome.Paid, (await world.NextAsync()).Outcome);
    }

    [Fact]
    public async Task Settle_PaidAfterExpiry_IsCorrected()
    {
        await using var world = await PayFipWorld.StartAsync(
            options => (options.ResultWindow, options.RetryWindow, options.PollEvery) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(50)));
        world.Behaviours.Add(new Behaviour { DelayMs = 1500 });

        await world.RequestAsync("p1");
        Settlement[] told = [await world.NextAsync(), await world.NextAsync()];

        Assert.Equal([Outcome.Expired, Outcome.Paid], told.Select(settlement => settlement.Outcome));
        Assert.Equal(Outcome.Expired, told[1].Corrects);
    }

    [Fact]
    public async Task Notify_UnknownOrImpossibleId_ChangesNothing()
    {
        await using var world = await PayFipWorld.StartAsync();

        Assert.Equal(200, await world.NotifyAsync(Guid.NewGuid().ToString(), "idOp"));
        Assert.Equal(400, await world.NotifyAsync("../../etc"));
        Assert.Empty(world.Published);
    }

    [Fact]
    public async Task Restart_HubAwayWhenPaid_TellsItAfterwards()
    {
        await using var world = await PayFipWorld.StartAsync();
        world.HubIsThere = false;
        await world.RequestAsync("p1");
        await PayFipWorld.UntilAsync(() => world.Book.Find("p1")!.Intent.IsPaid, "the payment settled in the journal");
        await world.StopConnectorAsync();

        world.HubIsThere = true;
        await world.StartConnectorAsync();

        Assert.Equal(Outcome.Paid, (await world.NextAsync()).Outcome);
        await PayFipWorld.UntilAsync(() => world.Book.Find("p1")!.Intent.Settlements[0].Published, "the settlement marked as published");
        Assert.Single(world.Published);
    }

    [Fact]
    public async Task Restart_PaidWhileAway_IsFoundAtStart()
    {
        await using var world = await PayFipWorld.StartAsync();
        world.Behaviours.Add(new Behaviour { DelayMs = 400 });
        var (view, _) = await world.RequestAsync("p1");
        await world.StopConnectorAsync();
        await PayFipWorld.UntilAsync(() => world.Ledger("payment.debited").Count == 1, "the debit");

        await world.StartConnectorAsync();

        Assert.Equal(view!.IdOp, (await world.NextAsync()).IdOp);
        Assert.Equal(view.IdOp, (await world.RequestAsync("p1")).View!.IdOp);
        Assert.Single(world.Ledger("payment.requested"));
    }

    [Fact]
    public async Task Restart_ClaimWithoutAnswer_CallsAgainWithTheSameReference()
    {
        await using var world = await PayFipWorld.StartAsync(standIn: options => options.CitizenPays = false);
        world.Behaviours.Add(new Behaviour { Operation = "creerPaiementSecurise", Times = 1, DropAnswer = true });
        await world.RequestAsync("p1");
        await world.StopConnectorAsync();

        await world.StartConnectorAsync();
        var (view, _) = await world.RequestAsync("p1");

        Assert.Equal("waiting", view!.Status);
        Assert.Single(world.Ledger("payment.requested").Select(line => line.GetProperty("reference").GetString()).Distinct());
    }

    [Fact]
    public async Task Read_WaitingThenPaid_LooksAtTheSource()
    {
        await using var world = await PayFipWorld.StartAsync();
        world.Behaviours.Add(new Behaviour { Notify = Notifications.Never, DelayMs = 0 });
        await world.RequestAsync("p1");
        await PayFipWorld.UntilAsync(() => world.Ledger("payment.debited").Count == 1, "the debit");

        PaymentView? view = null;
        await PayFipWorld.UntilAsync(async () => (view = (await world.ReadPayment.RunAsync("p1", "", "", CancellationToken.None)).View)?.Status == "paid", "paid");

        Assert.NotNull(view!.Authorization);
        Assert.Equal("unknownPayment", (await world.ReadPayment.RunAsync("p1", "", "219999999", CancellationToken.None)).Refusal?.Code);
        Assert.Equal("unknownPayment", (await world.ReadPayment.RunAsync("p2", "", "", CancellationToken.None)).Refusal?.Code);
    }
}
