using System.Threading.Channels;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.Live;

/// <summary>
/// An instance that somebody looks at, and the loop that tells them of it:
/// <list type="number">
/// <item>A commit wakes the loop; further commits meanwhile add nothing.</item>
/// <item>What was committed since the last time is read and counted, once for all who look.</item>
/// <item>Each of them is sent the steps that changed since it was last told; whoever has not yet taken the last message gets its
/// share with the next one.</item>
/// <item>The loop rests: a fifth of a second, or nine times as long as the work took when that is longer.</item>
/// </list>
/// </summary>
internal sealed partial class ObservedInstance
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock changing = new();
    private readonly List<Observation> observations = [];
    private readonly CancellationTokenSource end;
    private readonly string instanceId;
    private readonly TenantId tenant;
    private readonly IInstanceDirectory directory;
    private readonly GraphCache graphs;
    private readonly SemaphoreSlim turns;
    private readonly TimeProvider clock;
    private readonly ILogger<ObservedInstance> logger;
    private LiveStats stats;
    private int isTouched;

    /// <param name="turns">Bounds how many instances are read at the same time.</param>
    public ObservedInstance(
        TenantId tenant,
        string instanceId,
        IInstanceDirectory directory,
        GraphCache graphs,
        SemaphoreSlim turns,
        TimeProvider clock,
        ILogger<ObservedInstance> logger,
        CancellationToken stopping)
    {
        (this.tenant, this.instanceId, this.directory, this.graphs, this.turns, this.clock, this.logger) = (tenant, instanceId, directory, graphs, turns, clock, logger);
        stats = new LiveStats(tenant, instanceId, directory);
        end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Loop = Task.Run(() => RunAsync(end.Token), CancellationToken.None);
    }

    /// <summary>Ends when nobody looks any more, or the hub stops.</summary>
    public Task Loop { get; }

    /// <summary>Something of the instance was committed. Returns at once.</summary>
    public void Touch()
    {
        Volatile.Write(ref isTouched, 1);
        Wake();
    }

    /// <summary>Tells one more, of all that there is to begin with.</summary>
    public void Add(Observation observation)
    {
        lock (changing)
        {
            observations.Add(observation);
        }

        Wake();
    }

    /// <summary>Tells one less; true when nobody is left, and then this has ended.</summary>
    public bool Remove(Observation observation)
    {
        lock (changing)
        {
            observations.Remove(observation);
            if (observations.Count > 0)
            {
                return false;
            }
        }

        end.Cancel();
        end.Dispose();
        return true;
    }

    private void Wake() => wakes.Writer.TryWrite(true);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in wakes.Reader.ReadAllAsync(cancellationToken))
            {
                var began = clock.GetTimestamp();
                await TellAsync(cancellationToken);
                var rest = 9 * clock.GetElapsedTime(began);
                await Task.Delay(rest < Rest ? Rest : rest > LongestRest ? LongestRest : rest, clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody looks any more, or the hub stops.
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            // Before the read: a commit that comes during it wakes the loop again.
            var isChanged = Interlocked.Exchange(ref isTouched, 0) == 1;
            var touched = new HashSet<string>(StringComparer.Ordinal);
            var row = directory.Find(tenant, instanceId);
            if (row is null)
            {
                // Deleted; another one of its id may be imported.
                stats = new LiveStats(tenant, instanceId, directory);
            }
            else
            {
                stats.Refresh(touched, cancellationToken);
            }

            var steps = new InstanceSteps(row is null ? null : graphs.Find(row.VersionId));
            foreach (var observation in Snapshot())
            {
                observation.Note(isChanged || touched.Count > 0, touched);
                observation.Tell(stats, steps, Wake);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The next commit tries again; whoever looks sees no more than an instance that stands still.
            Log.NotTold(logger, error, instanceId);
        }
        finally
        {
            turns.Release();
        }
    }

    private Observation[] Snapshot()
    {
        lock (changing)
        {
            return [.. observations];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5091, LogLevel.Warning, "Those who look at workflow instance {InstanceId} could not be told what it did.")]
        public static partial void NotTold(ILogger logger, Exception error, string instanceId);
    }
}
