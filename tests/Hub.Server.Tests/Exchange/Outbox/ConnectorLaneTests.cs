namespace Hub.Server.Tests.Exchange.Outbox;

public sealed class ConnectorLaneTests : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly FakeChannel grc = new("grc");
    private readonly FakeChannel ged = new("ged");
    private readonly ExchangeScope scope;

    public ConnectorLaneTests() => scope = ExchangeScope.Open(null, grc, ged);

    public Task InitializeAsync() => scope.Relay.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await scope.DisposeAsync();

    [Fact]
    public async Task Lane_TwoPartitions_SendsInOrderWithinAndSideBySideAcross()
    {
        await scope.SendAsync(scope.Command("c1", "p1"), scope.Command("c2", "p1"), scope.Command("c3", "p2"));

        var (first, second) = (await grc.NextAsync(), await grc.NextAsync());
        Assert.Equal(["c1", "c3"], new[] { first.Message.Id, second.Message.Id }.Order(StringComparer.Ordinal));
        Assert.False(grc.HasAnother);

        (first.Message.Id == "c1" ? first : second).Answer();
        Assert.Equal("c2", (await grc.NextAsync()).Message.Id);
    }

    [Fact]
    public async Task Lane_NoAnswerInTime_TriesAgainAfterTheBackOff()
    {
        await scope.SendAsync(scope.Command("c1", "p1"));
        Assert.Equal(1, (await grc.NextAsync()).Message.Attempt);

        scope.Clock.Advance(grc.Policy.Timeout);
        await scope.Store.UntilAsync(() => scope.Outbox.Find("c1")!.Attempt == 1, "the attempt is counted");
        await scope.Clock.SleeperWithinAsync(Step);
        Assert.False(grc.HasAnother);
        scope.Clock.Advance(Step + TimeSpan.FromMilliseconds(1));

        Assert.Equal(2, (await grc.NextAsync()).Message.Attempt);
    }

    // The command behind is due all the time; it must not hide when the first one is.
    [Fact]
    public async Task Lane_PostponedWithAnotherBehind_TriesAgainOnTime()
    {
        await scope.SendAsync(scope.Command("c1", "p1"), scope.Command("c2", "p1"));
        (await grc.NextAsync()).Fail();

        await scope.Clock.SleeperWithinAsync(Step + TimeSpan.FromMilliseconds(1));
        scope.Clock.Advance(Step + TimeSpan.FromMilliseconds(1));

        Assert.Equal("c1", (await grc.NextAsync()).Message.Id);
    }

    [Fact]
    public async Task Lane_RetryAfterLongerThanTheBackOff_WaitsAsLongAsAsked()
    {
        await scope.SendAsync(scope.Command("c1", "p1"));

        (await grc.NextAsync()).Fail("unavailable", isRetryable: true, TimeSpan.FromMinutes(7));
        await scope.Store.UntilAsync(() => scope.Outbox.Find("c1")!.Attempt == 1, "the attempt is counted");

        Assert.Equal(scope.Clock.GetUtcNow().AddMinutes(7), scope.Outbox.NextDue("grc", scope.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Lane_ConnectorLeaves_SendsWhenItIsBackAndCountsNoAttempt()
    {
        await scope.SendAsync(scope.Command("c1", "p1"));
        var delivery = await grc.NextAsync();
        grc.Credit = 0;
        delivery.Leave();

        grc.Credit = 1;
        scope.Relay.Wake("grc");

        var again = (await grc.NextAsync()).Message;
        Assert.Equal(("c1", 1), (again.Id, again.Attempt));
    }

    [Fact]
    public async Task Lane_ConnectorSaysCircuitOpen_IsAFailureLikeAnyOther()
    {
        await scope.SendAsync(scope.Command("c1", "p1"));

        (await grc.NextAsync()).Fail("circuit-open");

        await scope.Store.UntilAsync(() => scope.Outbox.Find("c1")!.Attempt == 1, "the attempt is counted");
    }

    [Fact]
    public async Task Lane_ChannelBreaks_IsAnAttemptThatBacksOff()
    {
        await scope.SendAsync(scope.Command("c1", "p1"));

        (await grc.NextAsync()).Break(new IOException("The disk is full."));

        await scope.Store.UntilAsync(() => scope.Outbox.Find("c1")!.Attempt == 1, "the attempt is counted");
        Assert.True(scope.Outbox.NextDue("grc", scope.Clock.GetUtcNow()) > scope.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Lane_ManyFailures_OpensTheCircuitOfThisConnectorOnly()
    {
        await scope.SendAsync([.. Enumerable.Range(1, 8).Select(i => scope.Command($"c{i}", $"p{i}"))]);
        for (var i = 0; i < 8; i++)
        {
            (await grc.NextAsync()).Fail();
        }

        await scope.Store.UntilAsync(() => Enumerable.Range(1, 8).All(i => scope.Outbox.Find($"c{i}")!.Attempt == 1), "eight attempts failed");
        await scope.SendAsync(scope.Command("c9", "p9"), scope.Command("d1", "p9", "ged"));

        Assert.Equal("d1", (await ged.NextAsync()).Message.Id);
        await scope.Store.UntilAsync(() => scope.Outbox.Due("grc", scope.Clock.GetUtcNow(), 20).Count == 0, "the ninth command is put off");
        Assert.Equal(0, scope.Outbox.Find("c9")!.Attempt);
        Assert.False(grc.HasAnother);
    }

    [Fact]
    public async Task StartAsync_CommandsFromBeforeTheStart_AreSent()
    {
        await scope.Relay.StopAsync(CancellationToken.None);
        await scope.SendAsync(scope.Command("c1", "p1"));
        Assert.False(grc.HasAnother);

        await scope.Relay.StartAsync(CancellationToken.None);

        Assert.Equal("c1", (await grc.NextAsync()).Message.Id);
    }
}
