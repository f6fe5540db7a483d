namespace Hub.Server.Exchange.Outbox;

/// <summary>A fixed number of places for work that goes on at the same time: what a channel without credit of its own takes.</summary>
internal sealed class Places(int count)
{
    private int taken;

    /// <summary>How many are free now.</summary>
    public int Free => Math.Max(0, count - Volatile.Read(ref taken));

    /// <summary>Takes a place; false when none is free. Whoever got one gives it back with <see cref="Leave"/>.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref taken) <= count)
        {
            return true;
        }

        Interlocked.Decrement(ref taken);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref taken);
}
