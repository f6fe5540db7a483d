using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Sdk.Journal;

/// <summary>
/// Events on their way to the hub. Each is on disk before it is sent and stays until the hub has accepted or refused it,
/// so that neither a lost connection nor a crash loses one. What was refused is kept in a file of its own for people to look at.
/// </summary>
internal sealed partial class EventBox : IAsyncDisposable
{
    private const long RewriteAbove = 1024 * 1024;

    private readonly ILogger<EventBox> _logger;
    private readonly JournalFile _journal;
    private readonly JournalFile _refused;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly LinkedList<Pending> _order = [];
    private long _pendingBytes;
    private bool _isRewriting;
    private Action<V1.Event>? _onAdded;

    public EventBox(DataFolder folder, ILogger<EventBox> logger)
    {
        _logger = logger;
        _journal = JournalFile.Open(folder.PathOf("events.jsonl"), (_, line) => Replay(line));
        _refused = JournalFile.Open(folder.PathOf("refused-events.jsonl"), (_, _) => { });
    }

    /// <summary>Completes when the event is on disk, with a task that completes when the hub holds it.</summary>
    public async Task<Task> AddAsync(ConnectorEvent connectorEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connectorEvent);
        ArgumentException.ThrowIfNullOrEmpty(connectorEvent.Id);
        ArgumentException.ThrowIfNullOrEmpty(connectorEvent.Type);
        cancellationToken.ThrowIfCancellationRequested();
        var wire = connectorEvent.ToWire();
        Pending pending;
        lock (_gate)
        {
            if (_pending.TryGetValue(wire.Id, out var earlier))
            {
                return earlier.Settled.Task; // said twice before it went: sent once
            }

            // In memory first: a rewriting of the file takes what is in memory.
            pending = Keep(wire);
        }

        try
        {
            await _journal.AppendAsync(Line("add", wire)).ConfigureAwait(false);
        }
        catch
        {
            lock (_gate)
            {
                Drop(pending);
            }

            throw;
        }

        lock (_gate)
        {
            pending.IsStored = true;
            _onAdded?.Invoke(wire);
        }

        return pending.Settled.Task;
    }

    /// <summary>Everything that waits, in the order it was added; what is added later is handed to the listener.</summary>
    public IReadOnlyList<V1.Event> Listen(Action<V1.Event> onAdded)
    {
        lock (_gate)
        {
            _onAdded = onAdded;
            return [.. _order.Where(pending => pending.IsStored).Select(pending => pending.Event)];
        }
    }

    public void StopListening()
    {
        lock (_gate)
        {
            _onAdded = null;
        }
    }

    /// <summary>The hub holds the event.</summary>
    public async Task AcceptAsync(string eventId)
    {
        if (Take(eventId) is { } pending)
        {
            await RecordDoneAsync(eventId).ConfigureAwait(false);
            pending.Settled.TrySetResult();
        }
    }

    /// <summary>The hub will never take the event as it is.</summary>
    public async Task RefuseAsync(string eventId, string reason, string pointer)
    {
        if (Take(eventId) is not { } pending)
        {
            return;
        }

        Log.Refused(_logger, eventId, pending.Event.Type, pointer);
        await RecordRefusedAsync(Line("refused", pending.Event, reason, pointer)).ConfigureAwait(false);
        await RecordDoneAsync(eventId).ConfigureAwait(false);
        pending.Settled.TrySetException(new EventRefusedException(eventId, reason, pointer));
        _ = pending.Settled.Task.Exception; // nobody may be waiting
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync().ConfigureAwait(false);
        await _refused.DisposeAsync().ConfigureAwait(false);
    }

    private static byte[] Line(string fact, V1.Event wire, string? reason = null, string? pointer = null) => JsonSerializer.SerializeToUtf8Bytes(
        new JournalLine(fact, wire.Id, wire.ToByteString().ToBase64(), reason, pointer));

    private async Task RecordRefusedAsync(byte[] line)
    {
        try
        {
            await _refused.AppendAsync(line).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotRecorded(_logger, exception);
        }
    }

    private async Task RecordDoneAsync(string eventId)
    {
        try
        {
            await _journal.AppendAsync(JsonSerializer.SerializeToUtf8Bytes(new JournalLine("done", eventId, null, null, null))).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // After a restart the event is sent once more, and the hub knows it by its id.
            Log.NotRecorded(_logger, exception);
            return;
        }

        lock (_gate)
        {
            if (_isRewriting || _journal.Length < RewriteAbove || _journal.Length < 4 * _pendingBytes)
            {
                return;
            }

            _isRewriting = true;
        }

        try
        {
            await _journal.RewriteAsync(Snapshot).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotRewritten(_logger, exception); // the file goes on growing and loses nothing
        }
        finally
        {
            lock (_gate)
            {
                _isRewriting = false;
            }
        }
    }

    private List<byte[]> Snapshot()
    {
        lock (_gate)
        {
            return [.. _order.Select(pending => Line("add", pending.Event))];
        }
    }

    private void Replay(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var line = JsonSerializer.Deserialize<JournalLine>(bytes.Span);
            if (line is { Fact: "add", Event: { } encoded } && !_pending.ContainsKey(line.Id))
            {
                Keep(V1.Event.Parser.ParseFrom(Convert.FromBase64String(encoded))).IsStored = true;
            }
            else if (line is { Fact: "done" })
            {
                Take(line.Id);
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidProtocolBufferException)
        {
            Log.LineLost(_logger);
        }
    }

    private Pending Keep(V1.Event wire)
    {
        var pending = new Pending(wire);
        _pending.Add(wire.Id, pending);
        pending.Place = _order.AddLast(pending);
        _pendingBytes += wire.CalculateSize();
        return pending;
    }

    private Pending? Take(string eventId)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(eventId, out var pending))
            {
                Drop(pending);
            }

            return pending;
        }
    }

    private void Drop(Pending pending)
    {
        _pending.Remove(pending.Event.Id);
        if (pending.Place is { List: not null } place)
        {
            _order.Remove(place);
            _pendingBytes -= pending.Event.CalculateSize();
        }
    }

    private sealed record JournalLine(string Fact, string Id, string? Event, string? Reason, string? Pointer);

    private sealed class Pending(V1.Event wire)
    {
        public V1.Event Event { get; } = wire;

        public bool IsStored { get; set; }

        public LinkedListNode<Pending>? Place { get; set; }

        public TaskCompletionSource Settled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(4104, LogLevel.Error, "The event box could not be written. Is the disk full?")]
        public static partial void NotRecorded(ILogger logger, Exception exception);

        [LoggerMessage(4101, LogLevel.Error, "The hub refused event {EventId} of type {EventType} (pointer \"{Pointer}\"); it is kept in refused-events.jsonl.")]
        public static partial void Refused(ILogger logger, string eventId, string eventType, string pointer);

        [LoggerMessage(4102, LogLevel.Warning, "The event box could not be made smaller; nothing is lost.")]
        public static partial void NotRewritten(ILogger logger, Exception exception);

        [LoggerMessage(4103, LogLevel.Error, "A line of events.jsonl cannot be read and was left out. Was the file changed by hand?")]
        public static partial void LineLost(ILogger logger);
    }
}
