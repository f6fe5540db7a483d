namespace Hub.Workflows.Runtime;

/// <summary>The lists that a burst needs only while it runs, lent from burst to burst. One that is lost (a burst given up) is not missed.</summary>
internal sealed class BurstScratch
{
    public WorkQueue Queue { get; } = new();

    public List<Notification> News { get; } = new(4);

    /// <summary>Keeps one spare: bursts that run at the same time make their own.</summary>
    public sealed class Lender
    {
        private BurstScratch? _spare;

        public BurstScratch Lend() => Interlocked.Exchange(ref _spare, null) ?? new BurstScratch();

        public void TakeBack(BurstScratch scratch)
        {
            scratch.Queue.Clear();
            scratch.News.Clear();
            Volatile.Write(ref _spare, scratch);
        }
    }
}
