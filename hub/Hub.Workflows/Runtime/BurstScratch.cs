namespace Hub.Workflows.Runtime;

/// <summary>The lists that a burst needs only while it runs, lent from burst to burst. One that is lost (a burst given up) is not missed.</summary>
internal sealed class BurstScratch
{
    private static BurstScratch? s_spare;

    public WorkQueue Queue { get; } = new();

    public List<Notification> News { get; } = new(4);

    public static BurstScratch Rent() => Interlocked.Exchange(ref s_spare, null) ?? new BurstScratch();

    public void Return()
    {
        Queue.Clear();
        News.Clear();
        Volatile.Write(ref s_spare, this);
    }
}
