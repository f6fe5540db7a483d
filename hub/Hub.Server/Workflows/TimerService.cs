using Hub.Server.Exchange;
using Hub.Server.Web;

namespace Hub.Server.Workflows;

/// <summary>
/// Wakes what the clock is due to wake. Timers are rows of an indexed table, read in batches; between two of them this service
/// sleeps until the next one, whether ten wait or a million.
/// </summary>
internal sealed partial class TimerService(
    IWorkflowStore store,
    ExchangePipeline pipeline,
    TimeProvider clock,
    ILogger<TimerService> logger) : BackgroundService
{
    private const int BatchSize = 256;

    // A timer written by a commit that this service does not hear of is at most this late.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await WakeDueAsync(stoppingToken) == BatchSize)
                {
                }

                await Task.Delay(LongestSleep, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Log.Failed(logger, error);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // How many were woken: a batch in which some fail is not followed by the same batch at once.
    private async Task<int> WakeDueAsync(CancellationToken cancellationToken)
    {
        var due = store.DueTimers(clock.GetUtcNow(), BatchSize);
        var woken = await Task.WhenAll(due.Select(timer => WakeAsync(timer, cancellationToken)));
        return woken.Count(done => done);
    }

    private async Task<bool> WakeAsync(StoredBookmark timer, CancellationToken cancellationToken)
    {
        try
        {
            FailPoint.Hit("timer.before");
            await pipeline.SendAsync(
                new Envelope
                {
                    MessageId = new(timer.Tenant, "hub:timers", timer.Id),
                    Type = MessageTypes.TimerDue,
                    Subject = timer.Id,
                    ComesOnce = true,
                    Time = clock.GetUtcNow(),
                    Partition = timer.Partition,
                    JourneyId = timer.Partition == timer.InstanceId ? null : new JourneyId(timer.Partition),
                },
                null,
                cancellationToken);
            FailPoint.Hit("timer.after");
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // One timer that fails must not hold up the others; its row stays and it is tried again.
            Log.TimerFailed(logger, timer.Id, error);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Error, "Due timers could not be read; trying again.")]
        public static partial void Failed(ILogger logger, Exception error);

        [LoggerMessage(5002, LogLevel.Error, "Timer {BookmarkId} could not be handled; trying again.")]
        public static partial void TimerFailed(ILogger logger, string bookmarkId, Exception error);
    }
}
