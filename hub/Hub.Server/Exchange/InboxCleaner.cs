using Hub.Server.Web;

namespace Hub.Server.Exchange;

/// <summary>Forgets message ids older than 30 days, once an hour, so that the inbox does not grow for ever.</summary>
internal sealed partial class InboxCleaner(IUnitOfWorkStore store, TimeProvider clock, ILogger<InboxCleaner> logger) : BackgroundService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
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
        try
        {
            await store.CommitAsync([new ForgetInboxBefore(clock.GetUtcNow() - Kept)], CancellationToken.None);
        }
        catch (StoreUnavailableException error)
        {
            Log.NotCleaned(logger, error.Trouble);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2301, LogLevel.Warning, "Old message ids were not forgotten ({Trouble}); trying again in an hour.")]
        public static partial void NotCleaned(ILogger logger, StoreTrouble trouble);
    }
}
