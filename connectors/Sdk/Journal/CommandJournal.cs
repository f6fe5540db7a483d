using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sdk.Journal;

/// <summary>
/// Which commands were started and how they were answered, by idempotency key. The start is on disk before the handler runs
/// and the answer before it is sent. One file a day; a file goes when everything in it is too old.
/// </summary>
internal sealed partial class CommandJournal : IAsyncDisposable
{
    private const string Prefix = "commands-";
    private const string Suffix = ".jsonl";

    private readonly DataFolder _folder;
    private readonly ConnectorOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<CommandJournal> _logger;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JournalFile> _days = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public CommandJournal(DataFolder folder, IOptions<ConnectorOptions> options, TimeProvider timeProvider, ILogger<CommandJournal> logger)
    {
        _folder = folder;
        _options = options.Value;
        _timeProvider = timeProvider;
        _logger = logger;
        foreach (var path in Directory.EnumerateFiles(folder.FullPath, Prefix + "*" + Suffix).Order(StringComparer.Ordinal))
        {
            OpenDay(Path.GetFileName(path)[Prefix.Length..^Suffix.Length]);
        }
    }

    /// <summary>What is known of a key: nothing, that it was started, or its answer.</summary>
    public (bool WasStarted, V1.Reply? Answer) Find(string key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry) || IsTooOld(entry))
            {
                return (false, null);
            }

            if (entry.Fact == Fact.Started)
            {
                return (true, null);
            }

            var line = JsonSerializer.Deserialize<JournalLine>(_days[entry.Day].Read(entry.Offset, entry.Length));
            return (true, V1.Reply.Parser.ParseFrom(Convert.FromBase64String(line?.Reply ?? string.Empty)));
        }
    }

    /// <summary>Claims the key. Completes when the claim is on disk.</summary>
    public Task StartAsync(string key) => RecordAsync(key, Fact.Started, reply: null);

    /// <summary>Keeps the answer of a key. Completes when it is on disk.</summary>
    public Task AnswerAsync(string key, V1.Reply reply) =>
        RecordAsync(key, reply.ResultCase == V1.Reply.ResultOneofCase.Failure ? Fact.Failed : Fact.Done, reply);

    /// <summary>Forgets the claim: nothing happened, and the next delivery starts anew.</summary>
    public Task ReleaseAsync(string key) => RecordAsync(key, Fact.Released, reply: null);

    public async ValueTask DisposeAsync()
    {
        foreach (var day in _days.Values)
        {
            await day.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task RecordAsync(string key, Fact fact, V1.Reply? reply)
    {
        var now = _timeProvider.GetUtcNow();
        var line = JsonSerializer.SerializeToUtf8Bytes(
            new JournalLine(now.ToUnixTimeMilliseconds(), key, fact, reply?.ToByteString().ToBase64()));
        string day;
        JournalFile journal;
        lock (_gate)
        {
            (day, journal) = Today(now);
        }

        var offset = await journal.AppendAsync(line).ConfigureAwait(false);
        lock (_gate)
        {
            Apply(key, new Entry(fact, now, day, offset, line.Length));
        }
    }

    private (string Day, JournalFile Journal) Today(DateTimeOffset now)
    {
        var day = now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        if (!_days.TryGetValue(day, out var journal))
        {
            journal = OpenDay(day);
            RemoveOldDays(now);
        }

        return (day, journal);
    }

    private JournalFile OpenDay(string day)
    {
        var journal = JournalFile.Open(_folder.PathOf(Prefix + day + Suffix), (offset, line) => Replay(day, offset, line));
        _days.Add(day, journal);
        return journal;
    }

    // A day's file was last written at its end, so it may go one day after its retention.
    private void RemoveOldDays(DateTimeOffset now)
    {
        var oldest = (now - _options.AnswerRetention - TimeSpan.FromDays(1)).UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        foreach (var day in _days.Keys.Where(day => string.CompareOrdinal(day, oldest) < 0).ToList())
        {
            foreach (var key in _entries.Where(entry => entry.Value.Day == day).Select(entry => entry.Key).ToList())
            {
                _entries.Remove(key);
            }

            var journal = _days[day];
            _days.Remove(day);
            _ = RemoveAsync(day, journal);
        }
    }

    private async Task RemoveAsync(string day, JournalFile journal)
    {
        try
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            File.Delete(_folder.PathOf(Prefix + day + Suffix));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(_logger, day, exception);
        }
    }

    private void Replay(string day, long offset, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (JsonSerializer.Deserialize<JournalLine>(bytes.Span) is { } line)
            {
                Apply(line.Key, new Entry(line.Fact, DateTimeOffset.FromUnixTimeMilliseconds(line.Time), day, offset, bytes.Length));
            }
        }
        catch (JsonException)
        {
            Log.LineLost(_logger, day);
        }
    }

    private void Apply(string key, Entry entry)
    {
        if (entry.Fact == Fact.Released)
        {
            _entries.Remove(key);
        }
        else
        {
            _entries[key] = entry;
        }
    }

    private bool IsTooOld(Entry entry) =>
        _timeProvider.GetUtcNow() - entry.Time > (entry.Fact == Fact.Failed ? _options.FailureRetention : _options.AnswerRetention);

    private enum Fact
    {
        Started,
        Done,
        Failed,
        Released,
    }

    private sealed record JournalLine(long Time, string Key, Fact Fact, string? Reply);

    private sealed record Entry(Fact Fact, DateTimeOffset Time, string Day, long Offset, int Length);

    private static partial class Log
    {
        [LoggerMessage(4111, LogLevel.Error, "A line of the command journal of {Day} cannot be read and was left out. Was the file changed by hand?")]
        public static partial void LineLost(ILogger logger, string day);

        [LoggerMessage(4112, LogLevel.Warning, "The old command journal of {Day} could not be removed.")]
        public static partial void NotRemoved(ILogger logger, string day, Exception exception);
    }
}
