using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Tests.Exchange.Outbox;

public sealed class ClockWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(7);

    private readonly FakeChannel grc = new("grc");
    private readonly ExchangeScope scope;

    public ClockWatchTests() => scope = ExchangeScope.Open(null, grc);

    public Task InitializeAsync() => scope.Relay.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await scope.DisposeAsync();

    [Fact]
    public async Task Watch_ClockSetBackThreeDays_PostponedCommandMovesWithIt()
    {
        var watch = scope.Hosted<ClockWatch>();
        await watch.StartAsync(CancellationToken.None);
        await PostponeAsync();

        scope.Clock.Jump(TimeSpan.FromDays(-3));
        await scope.Clock.SleeperWithinAsync(ClockWatch.Every);
        scope.Clock.Advance(ClockWatch.Every);

        await scope.Store.UntilAsync(() => scope.Outbox.NextDue("grc", scope.Clock.GetUtcNow()) <= scope.Clock.GetUtcNow() + Wait, "the command comes due in minutes again");
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Watch_ClockSetForward_LeavesWhatIsPostponedAlone()
    {
        var watch = scope.Hosted<ClockWatch>();
        await watch.StartAsync(CancellationToken.None);
        await PostponeAsync();
        var due = scope.Outbox.NextDue("grc", scope.Clock.GetUtcNow());

        scope.Clock.Jump(TimeSpan.FromMinutes(3));
        await scope.Clock.SleeperWithinAsync(ClockWatch.Every);
        scope.Clock.Advance(ClockWatch.Every);

        Assert.Equal(due, scope.Outbox.NextDue("grc", scope.Clock.GetUtcNow()));
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Start_PostponedUnderAClockThatRanAhead_ComesDueNow()
    {
        await scope.SendAsync(scope.Command("c1", "p1"));
        (await grc.NextAsync()).Fail("unavailable", isRetryable: true, TimeSpan.FromDays(20));
        await scope.Store.UntilAsync(() => scope.Outbox.Find("c1")!.Attempt == 1, "the attempt is counted");

        var watch = scope.Hosted<ClockWatch>();
        await watch.StartAsync(CancellationToken.None);

        Assert.Equal("c1", (await grc.NextAsync()).Message.Id);
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void SteadyClock_ClockSetBack_GoesOn()
    {
        using var clock = new SteppingClock();
        var steady = new SteadyClock(clock);
        var before = steady.GetUtcNow();

        clock.Jump(TimeSpan.FromDays(-3));
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(before.AddSeconds(5), steady.GetUtcNow());
    }

    private async Task PostponeAsync()
    {
        await scope.SendAsync(scope.Command("c1", "p1"));
        (await grc.NextAsync()).Fail("unavailable", isRetryable: true, Wait);
        await scope.Store.UntilAsync(() => scope.Outbox.Find("c1")!.Attempt == 1, "the attempt is counted");
    }
}
