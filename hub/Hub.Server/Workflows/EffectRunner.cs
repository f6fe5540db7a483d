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
    ILogger<EffectRunner> logger) : BackgroundService
{
    private const int SideBySide = 64;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var claim in store.Claims())
        {
            var request = EffectRequest.Deserialize(claim.Request);
            if (request.IsIdempotent)
            {
                queue.Add(new QueuedEffect(claim, request));
            }
            else
            {
                Log.OutcomeUnknown(logger, claim.EffectId);
                await EnterAsync(claim, default, "The hub stopped between making this call and recording its result: the outcome is unknown. Look in the called system whether it took place, then retry this step or skip it.");
            }
        }

        await Parallel.ForEachAsync(
            queue.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = stoppingToken },
            async (effect, cancellationToken) => await RunAsync(effect, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(QueuedEffect effect, CancellationToken cancellationToken)
    {
        var (claim, request) = effect;
        try
        {
            if (request.Kind != HttpCall.EffectKind)
            {
                await EnterAsync(claim, default, $"The hub knows no outside call of kind '{request.Kind}'.");
                return;
            }

            FailPoint.Hit("effect.before-call");
            var result = await http.CallAsync(HttpCall.FromJson(request.Request), claim.EffectId, cancellationToken);
            FailPoint.Hit("effect.after-call");
            await EnterAsync(claim, result.ToJson(), null);
            FailPoint.Hit("effect.after-result");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The claim stays: the next start settles it.
            Log.Failed(logger, claim.EffectId, error);
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

        [LoggerMessage(5102, LogLevel.Error, "Outside call {EffectId} could not be settled.")]
        public static partial void Failed(ILogger logger, string effectId, Exception error);
    }
}
