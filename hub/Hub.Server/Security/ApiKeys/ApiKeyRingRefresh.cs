using Hub.Server.Web;

namespace Hub.Server.Security.ApiKeys;

/// <summary>Keeps the ring up to date with what other processes wrote, and writes down now and then which keys were used.</summary>
internal sealed partial class ApiKeyRingRefresh(ApiKeyRing ring, IUnitOfWorkStore store, TimeProvider clock, ILogger<ApiKeyRingRefresh> logger) : BackgroundService
{
    // A revocation by `hub key revoke` must be felt within a second.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private const int RoundsBetweenWrites = 60;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        var round = 0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RefreshAsync(++round % RoundsBetweenWrites == 0, stoppingToken);
        }
    }

    /// <summary>Stopping: the last uses are worth one more write.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RefreshAsync(writeUses: true, cancellationToken);
    }

    private async Task RefreshAsync(bool writeUses, CancellationToken cancellationToken)
    {
        try
        {
            ring.ReloadIfChanged();
            if (writeUses && ring.TakeUses() is { Count: > 0 } uses)
            {
                await store.CommitAsync([.. uses], cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The store may be busy or full for a moment; the keys in memory stay good and the next round tries again.
            Log.RefreshFailed(logger, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Warning, "The API keys could not be read or their last use written; trying again.")]
        public static partial void RefreshFailed(ILogger logger, Exception error);
    }
}
