namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>The system's clock, moved forward by the test. Timers stay those of the system.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
