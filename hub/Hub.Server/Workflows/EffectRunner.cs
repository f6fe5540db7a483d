using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Web;
using Hub.Workflows;
using Hub.Workflows.Http;

namespace Hub.Server.Workflows;

/// <summary>
/// Makes the outside calls that workflows asked for, after their claims were committed, and brings the results in by the one
/// door. A claim left over from a crash has an unknown outcome: it is made again only where the call was declared idempotent,
/// and is an incident otherwise.
/// </summary>
internal sealed partial class EffectRunner(
    EffectQueue queue,
    IWorkflowStore store,
    ExchangePipeline pipeline,
    HttpCaller http,
    TimeProvider clock,
    ILogger<EffectRunner> logger) : BackgroundService, IHostedLifecycleService
{
    private const int SideBySide = 64;
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);
    private IReadOnlyList<ClaimedEffect> leftOver = [];

    /// <summary>
    /// Reads what a crash left, before any other service runs: later, the claims of this very process would be among them, and
    /// their calls would be made twice.
    /// </summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        leftOver = store.Claims();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var claim in leftOver)
        {
            var request = EffectRequest.Deserialize(claim.Request);
            if (request.IsIdempotent)
            {
                queue.Add(new QueuedEffect(claim, request));
            }
            else
            {
                Log.OutcomeUnknown(logger, claim.EffectId);
                await SettleAsync(claim, default, "The hub stopped between making this call and recording its result: the outcome is unknown. Look in the called system whether it took place, then retry this step or skip it.", stoppingToken);
            }
        }

        await Parallel.ForEachAsync(
            queue.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = stoppingToken },
            async (effect, cancellationToken) => await RunAsync(effect, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(QueuedEffect effect, CancellationToken cancellationToken)
    {
        FailPoint.Hit("effect.before-call");
        var (result, fault) = await CallAsync(effect, cancellationToken);
        FailPoint.Hit("effect.after-call");
        await SettleAsync(effect.Claim, result, fault, cancellationToken);
        FailPoint.Hit("effect.after-result");
    }

    private async Task<(JsonElement Result, string? Fault)> CallAsync(QueuedEffect effect, CancellationToken cancellationToken)
    {
        var (claim, request) = effect;
        try
        {
            return request.Kind == HttpCall.EffectKind
                ? ((await http.CallAsync(HttpCall.FromJson(request.Request), claim.EffectId, cancellationToken)).ToJson(), null)
                : (default, $"The hub knows no outside call of kind '{request.Kind}'.");
        }
        catch (EgressRefusedException refused)
        {
            return (default, refused.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Without an outcome the workflow would wait for ever and nobody would know.
            Log.CallFailed(logger, claim.EffectId, error);
            return (default, $"The call could not be made ({error.GetType().Name}); the hub's log says more. Look in the called system whether it took place, then retry this step or skip it.");
        }
    }

    private async Task SettleAsync(ClaimedEffect claim, JsonElement result, string? fault, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await EnterAsync(claim, result, fault);
                return;
            }
            catch (StoreUnavailableException error)
            {
                // The outcome is known here and nowhere else: it is held until the store takes it.
                Log.NotKept(logger, claim.EffectId, error.Trouble);
                await Task.Delay(StorePause, clock, cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The claim stays: the next start settles it.
                Log.Failed(logger, claim.EffectId, error);
                return;
            }
        }
    }

    private Task EnterAsync(ClaimedEffect claim, JsonElement result, string? fault) => pipeline.SendAsync(
        new Envelope
        {
            MessageId = new(claim.Tenant, "hub:effects", claim.EffectId),
            Type = MessageTypes.EffectDone,
            Subject = claim.BookmarkId,
            Time = clock.GetUtcNow(),
            ComesOnce = true,
            Partition = claim.Partition,
            JourneyId = claim.Partition == claim.InstanceId ? null : new JourneyId(claim.Partition),
        },
        new BookmarkResume(result, fault, Claim: claim),
        CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Warning, "The outcome of outside call {EffectId} is unknown after a stop; it is an incident of its workflow.")]
        public static partial void OutcomeUnknown(ILogger logger, string effectId);

        [LoggerMessage(5103, LogLevel.Error, "Outside call {EffectId} could not be made; it is an incident of its workflow.")]
        public static partial void CallFailed(ILogger logger, string effectId, Exception error);

        [LoggerMessage(5104, LogLevel.Warning, "The result of outside call {EffectId} could not be kept ({Trouble}); trying again.")]
        public static partial void NotKept(ILogger logger, string effectId, StoreTrouble trouble);

        [LoggerMessage(5102, LogLevel.Error, "Outside call {EffectId} could not be settled.")]
        public static partial void Failed(ILogger logger, string effectId, Exception error);
    }
}
