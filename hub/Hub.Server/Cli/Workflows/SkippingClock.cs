namespace Hub.Server.Cli.Workflows;

/// <summary>The machine's clock, which a run sets forward to the next time that a workflow waits for: nobody waits an hour for a time-out.</summary>
internal sealed class SkippingClock : TimeProvider
{
    private long skipped;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref skipped));

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
