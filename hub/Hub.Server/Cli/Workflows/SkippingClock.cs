using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Cli.Workflows;

/// <summary>A clock that a run sets forward to the next time that a workflow waits for: nobody waits an hour for a time-out, and nobody sets the machine's clock back meanwhile.</summary>
internal sealed class SkippingClock : TimeProvider
{
    private readonly SteadyClock steady = new(System);
    private long skipped;

    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow().AddTicks(Interlocked.Read(ref skipped));

    /// <summary>Makes it at least this late.</summary>
    public void SkipTo(DateTimeOffset moment)
    {
        var ahead = moment - GetUtcNow();
        if (ahead > TimeSpan.Zero)
        {
            Interlocked.Add(ref skipped, ahead.Ticks);
        }
    }
}
