using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

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
        Assert.Equal(0, scope.Outbox.Find("c9")!.Attempt);
        Assert.False(grc.HasAnother);
    }

    // Row 22 of the fault matrix: everything waits for a connector that was away, and none of it may run it over again.
    [Fact]
    public async Task Lane_AfterAnOutageWithManyWaiting_OneTriesAndThenAsManyAsTheCreditSays()
    {
        grc.Credit = 8;
        grc.Policy = grc.Policy with { BackOff = TimeSpan.FromHours(1), MaxBackOff = TimeSpan.FromHours(1) };
        await scope.SendAsync([.. Enumerable.Range(1, 8).Select(i => scope.Command($"c{i}", $"p{i}"))]);
        for (var i = 0; i < 8; i++)
        {
            (await grc.NextAsync()).Fail();
        }

        await scope.Store.UntilAsync(() => Enumerable.Range(1, 8).All(i => scope.Outbox.Find($"c{i}")!.Attempt == 1), "eight attempts failed");
        await scope.SendAsync([.. Enumerable.Range(1, 60).Select(i => scope.Command($"w{i}", $"q{i}"))]);
        await scope.Clock.SleeperWithinAsync(TimeSpan.FromSeconds(5) + TimeSpan.FromMilliseconds(1));
        Assert.False(grc.HasAnother);

        scope.Clock.Advance(TimeSpan.FromSeconds(5) + TimeSpan.FromMilliseconds(2));
        var trial = await grc.NextAsync();
        Assert.False(grc.HasAnother);
        trial.Answer();
        for (var i = 1; i < 60; i++)
        {
            (await grc.NextAsync()).Answer();
        }

        await scope.Store.UntilAsync(() => Enumerable.Range(1, 60).All(i => scope.Outbox.Find($"w{i}") is null), "sixty commands are done");
        Assert.InRange(grc.MaxBusy, 2, 8);
    }

    // The lane looks, the answer is written, the lane goes on with what it has seen.
    [Fact]
    public async Task Lane_AnsweredWhileItLooks_IsNotSentAgain()
    {
        var outbox = new InterruptedOutbox(scope.Outbox);
        var sig = new FakeChannel("sig");
        var services = new OutboxServices(outbox, scope.Store, scope.Get<ReplyEntrance>(), scope.Get<IdGenerator>(), scope.Clock, ExchangeScope.Limits, NullLogger<OutboxRelay>.Instance);
        await using var lane = new ConnectorLane("sig", sig, services);
        await scope.Get<SqliteWriter>().CommitAsync([new AddToOutbox(scope.Command("d1", "p1", "sig"))], CancellationToken.None);
        lane.Wake();
        var first = await sig.NextAsync();
        await scope.Get<SqliteWriter>().CommitAsync([new AddToOutbox(scope.Command("d2", "p2", "sig"))], CancellationToken.None);
        outbox.AfterNextLook = () =>
        {
            first.Answer();
            Assert.True(SpinWait.SpinUntil(() => lane.InFlight == 0, TimeSpan.FromSeconds(60)));
        };

        lane.Wake();

        Assert.Equal("d2", (await sig.NextAsync()).Message.Id);
        Assert.False(sig.HasAnother);
        Assert.Null(scope.Outbox.Find("d1"));
    }

    [Fact]
    public async Task Lane_GivenBackTwiceWithRoomLeft_IsOfferedAgainAfterAPauseOnly()
    {
        await scope.SendAsync(scope.Command("c1", "p1"));
        (await grc.NextAsync()).Leave();
        (await grc.NextAsync()).Leave();

        await scope.Clock.SleeperWithinAsync(TimeSpan.FromSeconds(1));
        await scope.SendAsync(scope.Command("c2", "p2"));
        Assert.Equal("c2", (await grc.NextAsync()).Message.Id);
        Assert.False(grc.HasAnother);

        scope.Clock.Advance(TimeSpan.FromSeconds(1) + TimeSpan.FromMilliseconds(1));
        var again = (await grc.NextAsync()).Message;
        Assert.Equal(("c1", 1), (again.Id, again.Attempt));
    }

    [Fact]
    public async Task Lane_EndlessCredit_SendsNoMoreThanItsWidthAtOnce()
    {
        var width = ExchangeScope.Limits.LaneWidth;
        grc.Credit = int.MaxValue;

        await scope.SendAsync([.. Enumerable.Range(1, width + 5).Select(i => scope.Command($"c{i}", $"p{i}"))]);
        var out1 = new List<Delivery>();
        for (var i = 0; i < width; i++)
        {
            out1.Add(await grc.NextAsync());
        }

        Assert.Equal(width, scope.Relay.InFlight.Single().Value);
        Assert.False(grc.HasAnother);
        out1[0].Answer();
        await grc.NextAsync();
        Assert.Equal(width, grc.MaxBusy);
    }

    [Fact]
    public async Task Wake_NameThatNobodyAnswersTo_GetsNoLane()
    {
        grc.Credit = 0;

        await scope.SendAsync(scope.Command("c1", "p1"));

        Assert.Empty(scope.Relay.InFlight);
        grc.Credit = 1;
        scope.Relay.Wake("grc");
        Assert.Equal("c1", (await grc.NextAsync()).Message.Id);
    }

    [Fact]
    public async Task DrainAsync_CommandOut_WaitsForItsAnswerAndSendsNoOther()
    {
        await scope.SendAsync(scope.Command("c1", "p1"), scope.Command("c2", "p1"));
        var delivery = await grc.NextAsync();

        var drained = scope.Relay.DrainAsync(TimeSpan.FromSeconds(8));
        await scope.Clock.SleeperWithinAsync(TimeSpan.FromSeconds(8));
        Assert.False(drained.IsCompleted);
        delivery.Answer();
        await drained.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Null(scope.Outbox.Find("c1"));
        Assert.NotNull(scope.Outbox.Find("c2"));
        Assert.False(grc.HasAnother);
    }

    [Fact]
    public async Task DrainAsync_CommandNeverAnswered_EndsWithItsPatienceAndKeepsTheCommand()
    {
        await scope.SendAsync(scope.Command("c1", "p1"));
        await grc.NextAsync();

        var drained = scope.Relay.DrainAsync(TimeSpan.FromSeconds(8));
        await scope.Clock.SleeperWithinAsync(TimeSpan.FromSeconds(8));
        scope.Clock.Advance(TimeSpan.FromSeconds(8));
        await drained.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(0, scope.Outbox.Find("c1")!.Attempt);
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

    /// <summary>The real outbox, with something that happens between a look at it and what is made of the look.</summary>
    private sealed class InterruptedOutbox(IOutbox real) : IOutbox
    {
        private Action? afterNextLook;

        public Action AfterNextLook
        {
            set => Volatile.Write(ref afterNextLook, value);
        }

        public IReadOnlyList<OutboxMessage> Due(string connector, DateTimeOffset now, int limit)
        {
            var due = real.Due(connector, now, limit);
            Interlocked.Exchange(ref afterNextLook, null)?.Invoke();
            return due;
        }

        public DateTimeOffset? NextDue(string connector, DateTimeOffset now) => real.NextDue(connector, now);

        public IReadOnlyList<string> ConnectorsWithWork() => real.ConnectorsWithWork();

        public OutboxMessage? Find(string messageId) => real.Find(messageId);

        public IReadOnlyList<OutboxMessage> InLine(string connector, string partition, int limit) => real.InLine(connector, partition, limit);

        public IReadOnlyDictionary<string, long> Backlog() => real.Backlog();
    }
}
