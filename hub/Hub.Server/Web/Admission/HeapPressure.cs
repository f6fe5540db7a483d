namespace Hub.Server.Web.Admission;

/// <summary>
/// Whether what survived the last garbage collection nearly fills the managed heap's limit. The desk's own count is an estimate;
/// this is the truth that stands behind it.
/// </summary>
public sealed class HeapPressure(LoadLimits limits, TimeProvider clock, Func<(long Used, long Limit)> read, Action collect)
{
    // The figures change with collections, which are much rarer than calls.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CollectEvery = TimeSpan.FromSeconds(2);

    private readonly Lock looking = new();
    private long lookedAt = clock.GetTimestamp() - clock.TimestampFrequency;
    private long collectedAt = clock.GetTimestamp() - (10 * clock.TimestampFrequency);
    private bool isHigh;

    /// <summary>With the figures of this process' garbage collector.</summary>
    public static HeapPressure OfThisProcess(LoadLimits limits, TimeProvider clock) => new(
        limits,
        clock,
        static () =>
        {
            var last = GC.GetGCMemoryInfo(GCKind.Any);
            return (last.HeapSizeBytes, last.TotalAvailableMemoryBytes);
        },
        static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false));

    public bool IsHigh
    {
        get
        {
            lock (looking)
            {
                if (clock.GetElapsedTime(lookedAt) >= LookEvery)
                {
                    lookedAt = clock.GetTimestamp();
                    Look();
                }

                return isHigh;
            }
        }
    }

    private void Look()
    {
        var (used, limit) = read();
        isHigh = limit > 0 && used > limit * limits.HeapShare;

        // The figure only falls when garbage is collected; a hub that refuses everything allocates nothing and might never do so.
        if (isHigh && clock.GetElapsedTime(collectedAt) >= CollectEvery)
        {
            collectedAt = clock.GetTimestamp();
            collect();
        }
    }
}
