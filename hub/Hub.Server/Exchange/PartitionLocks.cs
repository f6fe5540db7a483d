namespace Hub.Server.Exchange;

/// <summary>
/// Lets one message at a time into a partition (a journey, or a workflow instance), so that states are seen in order.
/// Costs nothing for partitions that nobody is in.
/// </summary>
public sealed class PartitionLocks
{
    /// <summary>So many messages may wait for one partition; a journey that gets more at once is somebody's mistake.</summary>
    internal const int MostInLine = 256;

    private readonly Dictionary<string, Entry> entries = [];

    /// <summary>How many partitions somebody is in or waits for.</summary>
    internal int Count
    {
        get
        {
            lock (entries)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>Waits for the partition; dispose the result to leave it. A null partition never waits.</summary>
    /// <exception cref="StoreUnavailableException">Too many wait for it already.</exception>
    public async ValueTask<IDisposable?> EnterAsync(string? partition, CancellationToken cancellationToken)
    {
        if (partition is null)
        {
            return null;
        }

        Entry entry;
        lock (entries)
        {
            if (!entries.TryGetValue(partition, out entry!))
            {
                entries.Add(partition, entry = new Entry(this, partition));
            }

            if (entry.Users > MostInLine)
            {
                throw new StoreUnavailableException(StoreTrouble.Overloaded, $"{MostInLine} messages wait for one partition.");
            }

            entry.Users++;
        }

        try
        {
            await entry.Turn.WaitAsync(cancellationToken);
            return entry;
        }
        catch
        {
            Forget(entry);
            throw;
        }
    }

    private void Forget(Entry entry)
    {
        lock (entries)
        {
            if (--entry.Users == 0)
            {
                entries.Remove(entry.Partition);
                entry.Turn.Dispose();
            }
        }
    }

    private sealed class Entry(PartitionLocks owner, string partition) : IDisposable
    {
        public string Partition { get; } = partition;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Users { get; set; }

        public void Dispose()
        {
            Turn.Release();
            owner.Forget(this);
        }
    }
}
