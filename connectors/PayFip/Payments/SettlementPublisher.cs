using System.Threading.Channels;

namespace Hub.Connectors.PayFip.Payments;

/// <summary>Hands one settlement to the hub; completes when the hub's side of the work is durable. The same settlement may be handed twice.</summary>
internal delegate Task PublishSettlement(PaymentIntent intent, Settlement settlement, CancellationToken cancellationToken);

/// <summary>
/// Carries settlements from the journal to the hub, in order for each payment, until the hub has taken them.
/// A crash in between hands the same settlement again with the same event id, which the hub takes once.
/// </summary>
internal sealed partial class SettlementPublisher(
    IntentBook book, PublishSettlement publish, TimeProvider time, ILogger<SettlementPublisher> logger) : BackgroundService
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Channel<IntentEntry> _ready = Channel.CreateUnbounded<IntentEntry>();

    /// <summary>Something about this payment is ready for the hub.</summary>
    public void Wake(IntentEntry entry) => _ready.Writer.TryWrite(entry);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var entry in book.All.Where(entry => entry.Intent.Settlements.Any(settlement => !settlement.Published)))
        {
            Wake(entry);
        }

        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
            await Parallel.ForEachAsync(_ready.Reader.ReadAllAsync(stoppingToken), options, async (entry, token) => await PublishAsync(entry, token));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is left is in the journal.
        }
    }

    private async Task PublishAsync(IntentEntry entry, CancellationToken cancellationToken)
    {
        await entry.Publishing.WaitAsync(cancellationToken);
        try
        {
            while (entry.Intent.Settlements.FirstOrDefault(settlement => !settlement.Published) is { } settlement)
            {
                await publish(entry.Intent, settlement, cancellationToken);
                await MarkAsync(entry, settlement.Number, cancellationToken);
                Log.Published(logger, entry.Intent.PaymentId, settlement.Outcome, settlement.IdOp);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.Failed(logger, entry.Intent.PaymentId, failure.GetType().Name);
            _ = WakeLaterAsync(entry, cancellationToken);
        }
        finally
        {
            entry.Publishing.Release();
        }
    }

    private async Task MarkAsync(IntentEntry entry, int number, CancellationToken cancellationToken)
    {
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            var settlements = entry.Intent.Settlements.Select(settlement => settlement.Number == number ? settlement with { Published = true } : settlement);
            await book.SaveAsync(entry, entry.Intent with { Settlements = [.. settlements] });
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private async Task WakeLaterAsync(IntentEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Pause, time, cancellationToken);
            Wake(entry);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the settlement is in the journal.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4221, LogLevel.Information, "Payment {PaymentId}: the hub took outcome {Outcome} of operation {IdOp}.")]
        public static partial void Published(ILogger logger, string paymentId, Outcome outcome, string idOp);

        [LoggerMessage(4222, LogLevel.Warning, "Payment {PaymentId}: the outcome could not be handed to the hub ({Reason}); tried again.")]
        public static partial void Failed(ILogger logger, string paymentId, string reason);
    }
}
