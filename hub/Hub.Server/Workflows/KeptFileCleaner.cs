namespace Hub.Server.Workflows;

/// <summary>
/// Removes files that workflows took in, once nothing needs them. Once a day:
/// <list type="number">
/// <item>Files of the last day are left alone: what names them may not have been committed yet.</item>
/// <item>Of the others, those that anything in the store mentions stay: an instance, ended or not, what it did, a message, a definition.
/// Its file goes with the last row that names it, which an operator deletes.</item>
/// <item>One that nothing mentions gets a mark beside it, an empty file of its name and <c>.unnamed</c>; one that is mentioned again
/// loses it.</item>
/// <item>One that bears its mark for thirty days, and is still mentioned nowhere, is removed, and then its mark.</item>
/// </list>
/// A stop at any point leaves files and marks that the next round takes up. A claim that moves from row to row while the store is
/// read can be missed once, never on every day of a month; and until then the file lies where it was, for whoever restores a backup
/// of the store made before the row was deleted.
/// </summary>
internal sealed partial class KeptFileCleaner(KeptFiles files, IStoredMentions mentions, TimeProvider clock, ILogger<KeptFileCleaner> logger) : BackgroundService
{
    /// <summary>How long a file is left alone whatever names it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>How long a file stays that nothing names.</summary>
    public static readonly TimeSpan TimeKept = TimeSpan.FromDays(30);

    /// <summary>What a mark's name ends with.</summary>
    public const string Mark = ".unnamed";

    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    // A hub that is started anew every day is to come to it as well, though not while it starts.
    private static readonly TimeSpan First = TimeSpan.FromMinutes(15);

    /// <summary>Makes one round. Returns how many files it removed.</summary>
    public int Sweep(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var old = files.Folders()
            .SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles())
            .Where(file => !file.Name.EndsWith(Mark, StringComparison.Ordinal) && now - file.LastWriteTimeUtc > Grace)
            .ToList();
        if (old.Count == 0)
        {
            return 0;
        }

        var named = mentions.Find(old.Select(file => file.Name).ToHashSet(StringComparer.Ordinal), cancellationToken);
        var removed = 0;
        foreach (var file in old)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var mark = new FileInfo(file.FullName + Mark);
            if (named.Contains(file.Name))
            {
                mark.Delete();
            }
            else if (!mark.Exists)
            {
                mark.Create().Dispose();
                mark.LastWriteTimeUtc = now.UtcDateTime;
            }
            else if (now - mark.LastWriteTimeUtc > TimeKept)
            {
                file.Delete();
                mark.Delete();
                removed++;
            }
        }

        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(First, clock, stoppingToken);
            using var timer = new PeriodicTimer(Interval, clock);
            do
            {
                Clean(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The hub is stopping.
        }
    }

    private void Clean(CancellationToken cancellationToken)
    {
        try
        {
            if (Sweep(cancellationToken) is > 0 and var removed)
            {
                Log.Removed(logger, removed, TimeKept.Days);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The disk or the store: neither is this loop's to mend, and tomorrow is another round.
            Log.NotCleaned(logger, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5095, LogLevel.Information, "{Files} files of workflows were removed that nothing had named for {Days} days.")]
        public static partial void Removed(ILogger logger, int files, int days);

        [LoggerMessage(5096, LogLevel.Warning, "Files of workflows could not be looked through; trying again tomorrow.")]
        public static partial void NotCleaned(ILogger logger, Exception error);
    }
}
