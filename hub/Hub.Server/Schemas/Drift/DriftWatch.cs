using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Threading.Channels;

namespace Hub.Server.Schemas.Drift;

/// <summary>
/// Compares what is sent with what its schema declares, beside the path of the messages: the door hands over a reference and goes on.
/// Everything is looked at up to <see cref="EveryOne"/> documents a second with a reserve of <see cref="Reserve"/>, beyond that one in
/// <see cref="OneIn"/>; what the queue cannot hold is counted and let go. What was counted is saved every minute and at the end, so a crash
/// costs a minute of counts at most. No document is kept.
/// </summary>
public sealed partial class DriftWatch : BackgroundService
{
    public const int EveryOne = 500;
    public const int Reserve = 20_000;
    public const int OneIn = 16;

    /// <summary>How often the counts are saved.</summary>
    public static readonly TimeSpan SavedEvery = TimeSpan.FromMinutes(1);

    private const int MostWaiting = 2048;
    private const long MostWaitingBytes = 8 * 1024 * 1024;
    private const int LargestDocument = 256 * 1024;

    private readonly SchemaCatalog catalog;
    private readonly IDriftStore store;
    private readonly TimeProvider clock;
    private readonly ILogger<DriftWatch> logger;
    private readonly Channel<Sample> queue = Channel.CreateBounded<Sample>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly ConcurrentDictionary<string, Watched> sketches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Urn, DriftKind Kind, string Path), byte> told = new();
    private long waiting;
    private long waitingBytes;
    private long reserve = Reserve;
    private long refilledAt;
    private int turn;

    public DriftWatch(SchemaCatalog catalog, IDriftStore store, TimeProvider clock, IMeterFactory meters, ILogger<DriftWatch> logger)
    {
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
        this.logger = logger;
        refilledAt = clock.GetTimestamp();
        var meter = meters.Create("hub");
        meter.CreateObservableGauge(
            "hub.schema.drift",
            () => sketches.Values.Select(watched => new Measurement<long>(watched.Alarms, new KeyValuePair<string, object?>("schema", watched.Schema.Id), new KeyValuePair<string, object?>("version", watched.Schema.Version))),
            "{finding}",
            "Ways in which what is sent is not what the schema declares, and somebody should look.");
        meter.CreateObservableCounter(
            "hub.schema.documents",
            () => sketches.Values.SelectMany(watched => (Measurement<long>[])
            [
                new(Interlocked.Read(ref watched.Looked), new("schema", watched.Schema.Id), new("looked", "yes")),
                new(Interlocked.Read(ref watched.Skipped), new("schema", watched.Schema.Id), new("looked", "no")),
            ]),
            "{document}",
            "Documents that came with a shared schema, looked at for drift or not.");
    }

    /// <summary>Whether everything that was offered has been looked at: for tests, which wait for it.</summary>
    public bool IsIdle => Interlocked.Read(ref waiting) == 0;

    /// <summary>A document has been checked at the door. Never waits. The bytes must not change afterwards.</summary>
    /// <param name="errors">Why it was refused; empty when it was valid.</param>
    public void Offer(string urn, ReadOnlyMemory<byte> document, IReadOnlyList<PayloadError> errors)
    {
        if (!urn.StartsWith(SchemaVersion.UrnPrefix, StringComparison.Ordinal) || Of(urn) is not { } watched)
        {
            return;
        }

        // Refused ones are few and tell most; of the rest, as many as cost little.
        if ((errors.Count == 0 && !IsTurn()) || document.Length > LargestDocument || !Enqueue(new Sample(watched, document, errors)))
        {
            Interlocked.Increment(ref watched.Skipped);
        }
    }

    /// <summary>What was seen of a schema version; null when it is none of the catalogue's. Empty when nothing came yet.</summary>
    internal DriftReport? Report(string urn) => Of(urn) is { } watched ? watched.Sketch.Report(Interlocked.Read(ref watched.Skipped)) : null;

    /// <summary>How many findings of a schema version somebody should look at.</summary>
    public int AlarmsOf(string urn) => sketches.TryGetValue(urn, out var watched) ? watched.Alarms : 0;

    /// <summary>Every schema version with findings that somebody should look at.</summary>
    internal IReadOnlyList<DriftReport> Alarms() =>
    [
        .. sketches.Values.Where(watched => watched.Alarms > 0).OrderBy(watched => watched.Schema.Urn, StringComparer.Ordinal)
            .Select(watched => watched.Sketch.Report(Interlocked.Read(ref watched.Skipped))),
    ];

    /// <summary>Begins a new window.</summary>
    public async Task ClearAsync(string urn, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        await store.ForgetAsync(urn, alongside, cancellationToken);
        sketches.TryRemove(urn, out _);
        foreach (var key in told.Keys.Where(key => key.Urn == urn))
        {
            told.TryRemove(key, out _);
        }
    }

    /// <summary>Saves what changed since it was saved last.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changed = sketches.Values.Where(watched => watched.Sketch.Changes != watched.SavedAt).Select(watched => (Watched: watched, At: watched.Sketch.Changes)).ToArray();
        if (changed.Length == 0)
        {
            return;
        }

        try
        {
            await store.SaveAsync([.. changed.Select(pair => new SavedSketch(pair.Watched.Schema.Urn, pair.Watched.Sketch.ToJson(), now))], cancellationToken);
            foreach (var (watched, at) in changed)
            {
                watched.SavedAt = at;
            }
        }
        catch (StoreUnavailableException error)
        {
            Log.NotSaved(logger, error.Trouble);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start's path: the door is open meanwhile, and what comes waits in the queue.
        await Task.Yield();
        foreach (var saved in store.List())
        {
            if (Of(saved.Urn) is { } watched)
            {
                watched.Sketch.Resume(saved.Json.Span);
                watched.SavedAt = watched.Sketch.Changes;
                Assess(watched, isNews: false);
            }
        }

        var saving = SaveRegularlyAsync(stoppingToken);
        try
        {
            await foreach (var sample in queue.Reader.ReadAllAsync(stoppingToken))
            {
                Look(sample);
            }
        }
        catch (OperationCanceledException)
        {
            // The hub is stopping: what still waits is not looked at any more.
        }

        await saving;
        await SaveAsync(CancellationToken.None);
    }

    private async Task SaveRegularlyAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SavedEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var watched in sketches.Values.Where(watched => watched.Sketch.Changes != watched.SavedAt))
                {
                    Assess(watched, isNews: true);
                }

                await SaveAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // The hub is stopping.
        }
    }

    private void Look(Sample sample)
    {
        try
        {
            var now = clock.GetUtcNow();
            if (sample.Errors.Count == 0)
            {
                sample.Watched.Sketch.See(sample.Document.Span, now);
            }
            else
            {
                sample.Watched.Sketch.SeeRefused(sample.Document.Span, sample.Errors, now);
            }

            // Findings come with a place or an error that was not there before: only then is it worth asking what they are.
            if (sample.Watched.Sketch.Novelties is var novelties && novelties != sample.Watched.Novelties)
            {
                sample.Watched.Novelties = novelties;
                Assess(sample.Watched, isNews: true);
            }
        }
        catch (JsonException)
        {
            // The door has refused it as no JSON.
        }
        finally
        {
            Interlocked.Increment(ref sample.Watched.Looked);
            Interlocked.Add(ref waitingBytes, -sample.Document.Length);
            Interlocked.Decrement(ref waiting);
        }
    }

    private void Assess(Watched watched, bool isNews)
    {
        var alarms = watched.Sketch.Report(0).Findings.Where(finding => finding.IsAlarm).ToArray();
        watched.Alarms = alarms.Length;
        foreach (var alarm in alarms)
        {
            if (told.TryAdd((watched.Schema.Urn, alarm.Kind, alarm.Path), 0) && isNews)
            {
                Log.Drift(logger, watched.Schema.Id, watched.Schema.Version, alarm.Kind, alarm.Path);
            }
        }
    }

    private bool Enqueue(Sample sample)
    {
        Interlocked.Increment(ref waiting);
        if (Interlocked.Add(ref waitingBytes, sample.Document.Length) <= MostWaitingBytes && queue.Writer.TryWrite(sample))
        {
            return true;
        }

        Interlocked.Decrement(ref waiting);
        Interlocked.Add(ref waitingBytes, -sample.Document.Length);
        return false;
    }

    // A bucket that is filled again as time goes by; when it is empty, one in so many. Two threads may both fill it: it has a brim.
    private bool IsTurn()
    {
        var now = clock.GetTimestamp();
        var from = Interlocked.Read(ref refilledAt);
        var earned = (long)(clock.GetElapsedTime(from, now).TotalSeconds * EveryOne);
        if (earned > 0 && Interlocked.CompareExchange(ref refilledAt, now, from) == from)
        {
            Interlocked.Exchange(ref reserve, Math.Min(Reserve, Interlocked.Read(ref reserve) + earned));
        }

        if (Interlocked.Read(ref reserve) > 0)
        {
            Interlocked.Decrement(ref reserve);
            return true;
        }

        return Interlocked.Increment(ref turn) % OneIn == 0;
    }

    private Watched? Of(string urn) => sketches.TryGetValue(urn, out var known) ? known
        : catalog.FindUrn(urn) is { } schema ? sketches.GetOrAdd(urn, _ => new Watched(schema, new SchemaSketch(schema, catalog.Member(urn), clock.GetUtcNow())))
        : null;

    private sealed record Sample(Watched Watched, ReadOnlyMemory<byte> Document, IReadOnlyList<PayloadError> Errors);

    private sealed class Watched(SchemaVersion schema, SchemaSketch sketch)
    {
        public long Looked;
        public long Skipped;

        public SchemaVersion Schema { get; } = schema;

        public SchemaSketch Sketch { get; } = sketch;

        public int Alarms { get; set; }

        public int Novelties { get; set; }

        public long SavedAt { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Warning, "What is sent as {Schema} {Version} is not what it declares: {Kind} at {Path}. GET /api/schemas/{Schema}/drift tells more and proposes a next version.")]
        public static partial void Drift(ILogger logger, string schema, string version, DriftKind kind, string path);

        [LoggerMessage(6102, LogLevel.Warning, "What was counted of the schemas' documents was not saved ({Trouble}); trying again in a minute.")]
        public static partial void NotSaved(ILogger logger, StoreTrouble trouble);
    }
}
