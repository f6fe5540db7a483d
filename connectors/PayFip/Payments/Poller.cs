namespace Hub.Connectors.PayFip.Payments;

/// <summary>Looks at each operation when it is due, for the notifications that never come.</summary>
internal sealed partial class Poller(PollSchedule schedule, SettlePayments settle, ILogger<Poller> logger) : BackgroundService
{
    private const int AtOnce = 8;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        settle.Resume();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var due = await schedule.TakeDueAsync(stoppingToken);
                var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
                await Parallel.ForEachAsync(due, options, async (idOp, token) => await settle.LookAsync(idOp, notified: false, token));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Log.Failed(logger, failure);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4231, LogLevel.Error, "A round of looking at payments failed; the next one goes on.")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
