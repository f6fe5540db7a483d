namespace Hub.Server.Tests.Security;

/// <summary>A clock that stands still until a test moves it. Timers run on the real one.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long timestamp;
    private DateTimeOffset now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => timestamp;

    /// <summary>Time passes; back, only the time of day is set.</summary>
    public void Advance(TimeSpan by)
    {
        now += by;
        timestamp += Math.Max(by.Ticks, 0);
    }

    /// <summary>Somebody sets the machine's clock: no time passes.</summary>
    public void Jump(TimeSpan by) => now += by;
}
