using Hub.Server.Web;

namespace Hub.Server.Security.Audit;

/// <summary>Signs a checkpoint of the audit log every quarter of a minute in which something was added, and when the hub stops.</summary>
internal sealed partial class AuditCheckpointWriter(IAuditStore store, AuditCheckpoint checkpoint, TimeProvider clock, ILogger<AuditCheckpointWriter> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private bool suspicious;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            SignIfGrown();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        SignIfGrown();
    }

    /// <summary>Never moves a checkpoint back or to another chain: that would destroy the evidence that it is.</summary>
    internal void SignIfGrown()
    {
        try
        {
            if (suspicious || store.Head() is not { } head)
            {
                return;
            }

            var last = checkpoint.Read();
            if (last is not null && (head.Sequence < last.Sequence || !store.Read(last.Sequence - 1, 1)[0].Hash.AsSpan().SequenceEqual(last.Hash.Span)))
            {
                suspicious = true;
                Log.DoesNotFit(logger, last.Sequence);
            }
            else if (last is null || head.Sequence > last.Sequence)
            {
                checkpoint.Sign(head, clock.GetUtcNow());
            }
        }
        catch (AuditCheckpointException error)
        {
            suspicious = true;
            Log.Unreliable(logger, error);
        }
        catch (Exception error)
        {
            Log.Failed(logger, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7040, LogLevel.Critical, "The audit log does not fit its checkpoint at entry {Sequence}; no further checkpoint is signed. Run: hub audit verify.")]
        public static partial void DoesNotFit(ILogger logger, long sequence);

        [LoggerMessage(7041, LogLevel.Critical, "The audit log's checkpoint is not reliable; no further one is signed. Run: hub audit verify.")]
        public static partial void Unreliable(ILogger logger, Exception error);

        [LoggerMessage(7042, LogLevel.Warning, "The audit log's checkpoint could not be signed; trying again.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
