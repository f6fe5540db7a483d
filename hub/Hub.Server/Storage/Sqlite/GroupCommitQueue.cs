namespace Hub.Server.Storage.Sqlite;

/// <summary>
/// The units of work that wait for the writer, which takes them in groups. It gathers because a sync costs the same for one
/// unit and for many: while others announce that they are being made, the first waits a moment for them, and one sync then
/// makes all of them durable. Whoever comes alone is not kept waiting.
/// </summary>
internal sealed class GroupCommitQueue
{
    /// <summary>Large enough that the sync is a small part of the cost, small enough that nobody waits long for his neighbours.</summary>
    public const int MaxGroup = 256;

    // Past this many waiting units the hub says "later" instead of growing.
    private const int MaxWaiting = 8192;

    // How long a commit waits for others that are being made: a sync takes about as long.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(1);

    // Guards what follows, and wakes the writer.
    private readonly object gate = new();
    private readonly Queue<PendingUnit> waiting = new();
    private bool isIdle;
    private bool isGathering;
    private bool isClosed;

    // Units that are being made right now. Counted beside the gate: each call of the hub passes here twice.
    private int announced;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>A unit is being made: a group that gathers waits for it.</summary>
    public void Announce() => Interlocked.Increment(ref announced);

    /// <summary>The unit has come, or will not.</summary>
    public void Withdraw() => Interlocked.Decrement(ref announced);

    /// <summary>Puts a unit at the end. Null, or why it is not taken.</summary>
    public StoreUnavailableException? Add(PendingUnit unit)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return new StoreUnavailableException(StoreTrouble.Stopping, "The hub is stopping.");
            }

            if (waiting.Count >= MaxWaiting)
            {
                return new StoreUnavailableException(StoreTrouble.Overloaded, $"{MaxWaiting} units of work wait for the store.");
            }

            waiting.Enqueue(unit);
            if (isIdle || (isGathering && !HasCompanyToCome()))
            {
                Monitor.Pulse(gate);
            }

            return null;
        }
    }

    /// <summary>Waits for a group and fills <paramref name="group"/>, which comes empty. False once the queue is closed and empty.</summary>
    public bool Take(List<PendingUnit> group)
    {
        if (!WaitForOne())
        {
            return false;
        }

        // Whoever could run and does not goes first: where all processors are busy he brings a unit along, elsewhere this is nothing.
        Thread.Yield();
        lock (gate)
        {
            if (!isClosed && HasCompanyToCome())
            {
                isGathering = true;
                Monitor.Wait(gate, Gathering);
                isGathering = false;
            }

            while (group.Count < MaxGroup && waiting.TryDequeue(out var next))
            {
                group.Add(next);
            }

            return true;
        }
    }

    /// <summary>Takes nothing more; what waits is still handed out.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.Pulse(gate);
        }
    }

    private bool WaitForOne()
    {
        lock (gate)
        {
            isIdle = true;
            while (waiting.Count == 0)
            {
                if (isClosed)
                {
                    return false;
                }

                Monitor.Wait(gate);
            }

            isIdle = false;
            return true;
        }
    }

    private bool HasCompanyToCome() => Volatile.Read(ref announced) > 0 && waiting.Count < MaxGroup;
}
