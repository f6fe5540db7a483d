namespace Hub.Server.Exchange.Outbox;

/// <summary>
/// Notices that the machine's clock was set back and moves the postponed commands with it: they wait for a length of time, not for a
/// date, and a retry meant for five seconds from now must not come in three days. Dates that somebody chose (a workflow's timers)
/// stay where they are. A clock set forward needs nothing: what is postponed comes due early, once.
/// </summary>
internal sealed partial class ClockWatch(IOutbox outbox, IUnitOfWorkStore store, OutboxRelay relay, TimeProvider clock, ILogger<ClockWatch> logger) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // Network time adjusts a clock by fractions of this without setting it.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    // Nothing sensible is postponed for longer. What is at a start was postponed under a clock that ran ahead.
    private static readonly TimeSpan LongestPostponement = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (seen, stamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        await HastenAsync(new(seen + LongestPostponement, TimeSpan.FromDays(36500), seen));
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var (now, mark) = (clock.GetUtcNow(), clock.GetTimestamp());
                var back = seen + clock.GetElapsedTime(stamp, mark) - now;
                if (back > Tolerance)
                {
                    Log.SetBack(logger, back);
                    if (!await HastenAsync(new(seen, back, now)))
                    {
                        // The jump is still there to be seen at the next look.
                        continue;
                    }
                }

                (seen, stamp) = (now, mark);
            }
        }
        catch (OperationCanceledException)
        {
            // The hub is stopping.
        }
    }

    private async Task<bool> HastenAsync(HastenPostponed change)
    {
        try
        {
            await store.CommitAsync([change], CancellationToken.None);
            foreach (var connector in outbox.ConnectorsWithWork())
            {
                relay.Wake(connector);
            }

            return true;
        }
        catch (StoreUnavailableException error)
        {
            Log.NotMoved(logger, error.Trouble);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Warning, "The machine's clock was set back by {By}; postponed commands move with it. Timers that are dates stay.")]
        public static partial void SetBack(ILogger logger, TimeSpan by);

        [LoggerMessage(2402, LogLevel.Warning, "Postponed commands could not be moved with the clock ({Trouble}); trying again.")]
        public static partial void NotMoved(ILogger logger, StoreTrouble trouble);
    }
}
