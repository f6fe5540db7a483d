namespace Hub.Server.Tests.Exchange;

/// <summary>A clock that stands still until a test moves it, and its timers with it. One test owns it.</summary>
internal sealed class SteppingClock : TimeProvider, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock changing = new();
    private readonly List<SteppingTimer> timers = [];
    private readonly SemaphoreSlim armed = new(0);
    private TimeSpan setBy;
    private DateTimeOffset now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public void Dispose() => armed.Dispose();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (changing)
        {
            return now.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (changing)
        {
            return now + setBy;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppingTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the time; what comes due runs before this returns.</summary>
    public void Advance(TimeSpan by)
    {
        SteppingTimer[] due;
        lock (changing)
        {
            now += by;
            due = [.. timers.Where(timer => timer.DueAt <= now)];
            foreach (var timer in due)
            {
                timers.Remove(timer);
            }
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    /// <summary>Somebody sets the machine's clock: the time of day is another, but no time has passed.</summary>
    public void Jump(TimeSpan by)
    {
        lock (changing)
        {
            setBy += by;
        }
    }

    /// <summary>Waits until somebody sleeps for at most this long from now.</summary>
    public async Task SleeperWithinAsync(TimeSpan longest)
    {
        while (true)
        {
            lock (changing)
            {
                if (timers.Exists(timer => timer.DueAt - now <= longest))
                {
                    return;
                }
            }

            Assert.True(await armed.WaitAsync(Patience), $"Nobody went to sleep for at most {longest}.");
        }
    }

    private sealed class SteppingTimer(SteppingClock clock, Action callback) : ITimer
    {
        public DateTimeOffset DueAt { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.changing)
            {
                clock.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    DueAt = clock.now + dueTime;
                    clock.timers.Add(this);
                }
            }

            clock.armed.Release();
            return true;
        }

        public void Dispose()
        {
            lock (clock.changing)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
