namespace Hub.Server.Workflows.Events;

/// <summary>Forgets events for which nobody waited in time, once a minute. What is older is given to nobody before that either.</summary>
internal sealed partial class KeptEventCleaner(IKeptEvents kept, IUnitOfWorkStore store, TimeProvider clock, ILogger<KeptEventCleaner> logger) : BackgroundService
{
    // One transaction that others wait for stays short, however many came.
    private const int BatchSize = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await CleanAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The hub is stopping.
        }
    }

    private async Task CleanAsync()
    {
        var until = clock.GetUtcNow() - KeptEvent.TimeKept;
        try
        {
            while (kept.AnyUntil(until))
            {
                await store.CommitAsync([new ForgetKeptEvents(until, BatchSize)], CancellationToken.None);
            }
        }
        catch (StoreUnavailableException error)
        {
            Log.NotCleaned(logger, error.Trouble);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5501, LogLevel.Warning, "Events that nobody waited for were not forgotten ({Trouble}); trying again in a minute.")]
        public static partial void NotCleaned(ILogger logger, StoreTrouble trouble);
    }
}
