using System.Collections.Concurrent;
using Hub.Server.Exchange;
using Hub.Server.Web;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// Wakes what the clock is due to wake. Timers are rows of an indexed table, read in batches; between two of them this service
/// sleeps until the next one, whether ten wait or a million. A timer that fails is tried again later and later, and the ones
/// behind it are read past it.
/// </summary>
internal sealed partial class TimerService(
    IWorkflowStore store,
    ExchangePipeline pipeline,
    TimerBell bell,
    TimeProvider clock,
    ILogger<TimerService> logger) : BackgroundService
{
    private const int BatchSize = 256;

    // So many timers that fail are read past; each costs one row a look.
    private const int MostFailing = 4096;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Whoever writes a timer that is due before this service would wake by itself rings its bell.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(250);

    // Timers due shortly after one another are woken together, and share their commit.
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<string, Failing> failing = new(StringComparer.Ordinal);
    private DateTimeOffset lastLook;

    /// <summary>How many due timers failed and wait to be tried again.</summary>
    public int FailingTimers => failing.Count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var rung = bell.Next;
                while (await WakeDueAsync(stoppingToken) == BatchSize)
                {
                }

                await Task.WhenAny(Task.Delay(UntilNext(), clock, stoppingToken), rung);
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

    // Those that were due at the last look and are still there failed, and wait for their time to be tried again.
    private TimeSpan UntilNext()
    {
        var wait = store.NextTimer(lastLook) - clock.GetUtcNow() ?? LongestSleep;
        return wait < ShortestSleep ? ShortestSleep : wait < LongestSleep ? wait : LongestSleep;
    }

    // How many were woken: a batch in which some fail is not followed by the same batch at once.
    private async Task<int> WakeDueAsync(CancellationToken cancellationToken)
    {
        var now = lastLook = clock.GetUtcNow();
        var due = store.DueTimers(now, BatchSize + failing.Count);
        ForgetGone(due);
        var ready = due.Where(timer => !failing.TryGetValue(timer.Id, out var failed) || failed.TryAgainAt <= now).Take(BatchSize);
        var woken = await Task.WhenAll(ready.Select(timer => WakeAsync(timer, cancellationToken)));
        return woken.Count(done => done);
    }

    // Somebody else may have used up the bookmark of a timer that failed.
    private void ForgetGone(IReadOnlyList<StoredBookmark> due)
    {
        if (failing.IsEmpty)
        {
            return;
        }

        var ids = due.Select(timer => timer.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in failing.Keys.Where(id => !ids.Contains(id)))
        {
            failing.TryRemove(id, out _);
        }
    }

    private async Task<bool> WakeAsync(StoredBookmark timer, CancellationToken cancellationToken)
    {
        try
        {
            FailPoint.Hit("timer.before");
            if (timer.Name == OwnBookmarks.Continue)
            {
                FailPoint.Hit("pause.before");
            }

            await pipeline.SendAsync(timer.TimeHasCome(clock.GetUtcNow()), null, cancellationToken);
            FailPoint.Hit("timer.after");
            failing.TryRemove(timer.Id, out _);
            return true;
        }
        catch (StoreUnavailableException error)
        {
            // Not the timer's fault: all are tried again after the same short sleep.
            Log.StoreAway(logger, timer.Id, error.Trouble);
            return false;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // One timer that fails must not hold up the others; its row stays and it is tried again.
            var failures = failing.TryGetValue(timer.Id, out var before) ? before.Failures + 1 : 1;
            var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(failures - 1, 20)));
            Log.TimerFailed(logger, timer.Id, failures, pause, error);
            if (before is not null || failing.Count < MostFailing)
            {
                failing[timer.Id] = new Failing(failures, clock.GetUtcNow() + pause);
            }

            return false;
        }
    }

    private sealed record Failing(int Failures, DateTimeOffset TryAgainAt);

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Error, "Due timers could not be read; trying again.")]
        public static partial void Failed(ILogger logger, Exception error);

        [LoggerMessage(5002, LogLevel.Error, "Timer {BookmarkId} could not be handled, {Failures} times by now; next one in {Pause}.")]
        public static partial void TimerFailed(ILogger logger, string bookmarkId, int failures, TimeSpan pause, Exception error);

        [LoggerMessage(5003, LogLevel.Warning, "Timer {BookmarkId} waits: the store cannot write now ({Trouble}).")]
        public static partial void StoreAway(ILogger logger, string bookmarkId, StoreTrouble trouble);
    }
}
