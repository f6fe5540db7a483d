using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Web;
using Hub.Workflows;
using Hub.Workflows.Http;

namespace Hub.Server.Workflows;

/// <summary>
/// Makes the outside calls that workflows asked for, after their claims were committed, and brings the results in by the one
/// door. A claim left over from a crash has an unknown outcome: it is made again only where the call was declared idempotent,
/// and is an incident otherwise. A claim that cannot be settled does not hold up the others.
/// </summary>
internal sealed partial class EffectRunner(
    EffectQueue queue,
    IWorkflowStore store,
    ExchangePipeline pipeline,
    HttpCaller http,
    KeptFiles files,
    TimeProvider clock,
    ILogger<EffectRunner> logger) : BackgroundService, IHostedLifecycleService
{
    private const int PageSize = 64;

    // Calls that were left over are settled beside the new ones, few at a time.
    private const int LeftSideBySide = 8;

    // A hub that stops lets calls end that are under way: their outcome would be unknown otherwise.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan OverflowPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly List<string> left = [];

    /// <summary>Notes what an earlier process left, before anything in this one can claim anything.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var page = store.Claims("", PageSize); page.Count > 0; page = store.Claims(page[^1].EffectId, PageSize))
        {
            foreach (var claim in page)
            {
                queue.Hold(claim.EffectId);
                left.Add(claim.EffectId);
            }
        }

        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var hurry = stoppingToken.Register(() => giveUp.CancelAfter(StopPatience));
        var patience = giveUp.Token;

        // Elsewhere than whoever gives the place, who has answers to send, and under the call's own trace instead of his.
        queue.Open(effect => ThreadPool.UnsafeQueueUserWorkItem(next => _ = RunAsync(next, patience), effect, preferLocal: false));
        await Task.WhenAll(SettleLeftAsync(stoppingToken, patience), ReadOverflowAsync(stoppingToken));
        await DrainAsync(patience);
    }

    private async Task SettleLeftAsync(CancellationToken stopping, CancellationToken giveUp)
    {
        var side = new ParallelOptions { MaxDegreeOfParallelism = LeftSideBySide, CancellationToken = stopping };
        await Parallel.ForEachAsync(left, side, async (effectId, _) =>
        {
            await GuardAsync(effectId, () => SettleAsync(effectId, giveUp));
            queue.Released(effectId);
        }).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SettleAsync(string effectId, CancellationToken giveUp)
    {
        if (store.FindClaim(effectId) is not { } claim)
        {
            return;
        }

        var effect = QueuedEffect.Of(claim);
        if (effect.Request.IsIdempotent)
        {
            await CallAsync(effect, giveUp);
            return;
        }

        Log.OutcomeUnknown(logger, effectId);
        await EnterAsync(
            effect,
            default,
            "The hub stopped between making this call and recording its result: the outcome is unknown. Look in the called system whether it took place, then retry this step or skip it.",
            isUnknown: true,
            giveUp);
    }

    // Every now and then a stretch, as claims of a host that does not answer may stand before others; as soon as there is room, all there is room for.
    private async Task ReadOverflowAsync(CancellationToken stopping)
    {
        var place = "";
        var hasRoom = true;
        while (!stopping.IsCancellationRequested)
        {
            var room = queue.Room;
            var filled = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var goesOn = true;
            while (goesOn && queue.HasOverflowed && !stopping.IsCancellationRequested)
            {
                place = ReadOverflow(place, filled, out var isFull);
                goesOn = hasRoom && !isFull && place.Length > 0;
            }

            await Task.WhenAny(Task.Delay(OverflowPause, clock, stopping), room);
            hasRoom = room.IsCompleted;
        }
    }

    private async Task DrainAsync(CancellationToken giveUp)
    {
        while (queue.Waiting > 0 && !giveUp.IsCancellationRequested)
        {
            await Task.Delay(DrainPause, CancellationToken.None);
        }

        queue.Close();
        while (queue.Running > 0)
        {
            await Task.Delay(DrainPause, CancellationToken.None);
        }
    }

    // A stretch of the claims, going round: those of a host that does not answer cannot keep the others from their turn. Full is what had room and has none any more.
    private string ReadOverflow(string after, HashSet<string> filled, out bool isFull)
    {
        var isWhole = after.Length == 0;
        isFull = false;
        try
        {
            queue.ReadAgain();
            for (var pages = 0; pages < 16; pages++)
            {
                var page = store.Claims(after, PageSize);
                foreach (var effect in page.Where(claim => !queue.Knows(claim.EffectId)).Select(QueuedEffect.Of))
                {
                    if (queue.Add(effect))
                    {
                        filled.Add(effect.Host);
                    }
                    else
                    {
                        isFull |= filled.Contains(effect.Host);
                    }
                }

                if (page.Count < PageSize)
                {
                    if (!isWhole)
                    {
                        queue.Overflow();
                    }

                    return "";
                }

                after = page[^1].EffectId;
            }

            // There may be more behind.
            queue.Overflow();
            return after;
        }
        catch (Exception error)
        {
            Log.NotRead(logger, error);
            queue.Overflow();
            return after;
        }
    }

    private async Task RunAsync(QueuedEffect effect, CancellationToken giveUp)
    {
        await GuardAsync(effect.EffectId, async () =>
        {
            // What was released meanwhile is done.
            if (!effect.IsReadAgain || store.FindClaim(effect.EffectId) is not null)
            {
                await CallAsync(effect, giveUp);
            }
        });
        queue.Done(effect);
    }

    private async Task GuardAsync(string effectId, Func<Task> settle)
    {
        try
        {
            await settle();
        }
        catch (OperationCanceledException)
        {
            // The hub stops; the claim stays and the next start settles it.
        }
        catch (Exception error)
        {
            Log.Failed(logger, effectId, error);
        }
    }

    private async Task CallAsync(QueuedEffect effect, CancellationToken giveUp)
    {
        var (claim, request, _) = effect;
        HttpCallResult result;
        try
        {
            if (request.Kind is not (HttpCall.EffectKind or HttpCall.FileEffectKind))
            {
                await EnterAsync(effect, default, $"The hub knows no outside call of kind '{request.Kind}'.", isUnknown: false, giveUp);
                return;
            }

            FailPoint.Hit("effect.before-call");
            var call = HttpCall.FromJson(request.Request, effect.Address);
            var key = request.Key ?? claim.EffectId;
            result = request.Kind == HttpCall.EffectKind
                ? await http.CallAsync(call, key, effect.TraceParent, giveUp)
                : await http.DownloadAsync(files, claim.Tenant, call, key, effect.TraceParent, giveUp);
            queue.Answered(effect);
            FailPoint.Hit("effect.after-call");
        }
        catch (Exception error) when (error is not (OperationCanceledException or StoreUnavailableException))
        {
            // An incident that somebody sees, not a journey that waits for ever. The text of a foreign exception may quote anything.
            Log.CallFailed(logger, claim.EffectId, error);
            var isRefused = error is EgressRefusedException or FileTooLargeException;
            var reason = isRefused ? error.Message : $"The call failed unexpectedly ({error.GetType().Name}); look in the called system whether it took place, then retry this step or skip it.";
            await EnterAsync(effect, default, reason, isUnknown: !isRefused, giveUp);
            return;
        }

        if (result.IsUnknown)
        {
            Log.NotAnswered(logger, claim.EffectId, result.Outcome);
        }

        await EnterAsync(effect, result.ToJson(), null, result.IsUnknown, giveUp);
        FailPoint.Hit("effect.after-result");
    }

    // A result that cannot be kept now is offered again until it can: the call is made, and its outcome must not get lost.
    private async Task EnterAsync(QueuedEffect effect, JsonElement result, string? fault, bool isUnknown, CancellationToken giveUp)
    {
        var resume = new BookmarkResume(result, fault, Claim: effect.Claim, UnknownAt: isUnknown ? effect.Host : null);
        var pause = FirstPause;
        while (true)
        {
            try
            {
                await SendAsync(effect, resume);
                return;
            }
            catch (StoreUnavailableException error) when (error.Trouble != StoreTrouble.Stopping)
            {
                Log.NotKept(logger, effect.EffectId, error.Trouble);
            }

            await Task.Delay(pause, clock, giveUp);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private Task SendAsync(QueuedEffect effect, BookmarkResume resume) => pipeline.SendAsync(
        new Envelope
        {
            MessageId = new(effect.Claim.Tenant, "hub:effects", effect.EffectId),
            Type = MessageTypes.EffectDone,
            Subject = effect.Claim.BookmarkId,
            Time = clock.GetUtcNow(),
            ComesOnce = true,
            Partition = effect.Claim.Partition,
            JourneyId = effect.Claim.Partition == effect.Claim.InstanceId ? null : new JourneyId(effect.Claim.Partition),
            TraceParent = effect.TraceParent,
        },
        resume,
        CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Warning, "The outcome of outside call {EffectId} is unknown after a stop; it is an incident of its workflow.")]
        public static partial void OutcomeUnknown(ILogger logger, string effectId);

        [LoggerMessage(5102, LogLevel.Error, "Outside call {EffectId} could not be settled; the next start does it.")]
        public static partial void Failed(ILogger logger, string effectId, Exception error);

        [LoggerMessage(5103, LogLevel.Error, "Outside call {EffectId} failed; it is an incident of its workflow.")]
        public static partial void CallFailed(ILogger logger, string effectId, Exception error);

        [LoggerMessage(5104, LogLevel.Warning, "The result of outside call {EffectId} could not be kept ({Trouble}); trying again.")]
        public static partial void NotKept(ILogger logger, string effectId, StoreTrouble trouble);

        [LoggerMessage(5105, LogLevel.Error, "Waiting outside calls could not be read; trying again.")]
        public static partial void NotRead(ILogger logger, Exception error);

        [LoggerMessage(5106, LogLevel.Warning, "Outside call {EffectId} was sent and not answered ({Outcome}): whether it took place is unknown.")]
        public static partial void NotAnswered(ILogger logger, string effectId, HttpCallOutcome outcome);
    }
}
