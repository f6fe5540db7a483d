using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>Reads what <see cref="BurstRecords"/> wrote.</summary>
/// <param name="Executions">The activity executions that the bursts touched, as they stood at the end.</param>
/// <param name="Journal">What happened, in order.</param>
internal sealed record BurstDocument(IReadOnlyList<RecordedExecution> Executions, IReadOnlyList<RecordedEntry> Journal)
{
    private const int OldestFormat = 2;

    /// <exception cref="JsonException">It is something else.</exception>
    public static BurstDocument Read(string instanceId, ReadOnlyMemory<byte> records)
    {
        try
        {
            var json = JsonValues.Parse(records.Span);
            return json.GetProperty("format").GetInt32() is >= OldestFormat and <= BurstRecords.FormatVersion
                ? new Reader(instanceId, json).Read()
                : throw new JsonException($"Expected the records of a burst in format {OldestFormat} to {BurstRecords.FormatVersion}. They may come from a newer version of the hub.");
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new JsonException("The records of a burst are damaged: a member is missing or of the wrong type.", error);
        }
    }

    private sealed class Reader(string instanceId, JsonElement json)
    {
        private readonly long start = json.GetProperty("t").GetInt64();
        private readonly string[] steps = [.. json.GetProperty("steps").EnumerateArray().Select(step => step.GetString() ?? "")];
        private readonly JsonElement[] values = [.. json.GetProperty("values").EnumerateArray()];

        public BurstDocument Read()
        {
            var records = json.GetProperty("records");
            var ids = records.EnumerateArray().Select(IdOf).ToArray();
            RecordedExecution[] executions = [.. records.EnumerateArray().Select((record, place) => ReadExecution(record, ids[place], ids))];
            var sequence = json.TryGetProperty("seq", out var first) ? first.GetInt64() : 0;
            RecordedEntry[] journal = [.. json.GetProperty("journal").EnumerateArray().Select(entry => new RecordedEntry(
                sequence++,
                (JournalEvent)entry[0].GetInt32(),
                Time(entry[1].GetInt64()),
                executions[entry[2].GetInt32()],
                entry.GetArrayLength() > 3 ? entry[3].GetString() : null))];
            return new BurstDocument(executions, journal);
        }

        private string IdOf(JsonElement record) =>
            record.TryGetProperty("k", out var number) ? ExecutionId.Of(instanceId, number.GetInt32()) : record.GetProperty("id").GetString() ?? "";

        private RecordedExecution ReadExecution(JsonElement record, string id, string[] ids) => new()
        {
            Id = id,
            NodeId = steps[record.GetProperty("n").GetInt32()],
            ParentId = Reference(record, "p", ids),
            ScheduledById = Reference(record, "b", ids),
            Status = (ActivityStatus)record.GetProperty("s").GetInt32(),
            StartedAt = Time(record.GetProperty("at").GetInt64()),
            CompletedAt = record.TryGetProperty("end", out var end) ? Time(end.GetInt64()) : null,
            FaultCount = record.TryGetProperty("f", out var faults) ? faults.GetInt32() : 0,
            HasBookmarks = record.TryGetProperty("waits", out _),
            Outcomes = record.TryGetProperty("o", out var outcomes) ? [.. outcomes.EnumerateArray().Select(outcome => outcome.GetString() ?? "")] : null,
            Inputs = ValueTable.ReadMembers(record, "in", "inv", values),
            Outputs = ValueTable.ReadMembers(record, "out", "outv", values),
            RetryAttempts = record.TryGetProperty("retries", out var retries) ? retries : default,
            Failure = record.TryGetProperty("failure", out var failure)
                ? new FailureDescription(failure.GetProperty("type").GetString() ?? "", failure.GetProperty("message").GetString() ?? "", null, new Dictionary<string, string>())
                : null,
        };

        private string? Reference(JsonElement record, string name, string[] ids) =>
            !record.TryGetProperty(name, out var reference) ? null
            : reference.ValueKind == JsonValueKind.String ? reference.GetString()
            : reference.GetInt32() is >= 0 and var place ? ids[place]
            : ExecutionId.Of(instanceId, -1 - reference.GetInt32());

        private DateTimeOffset Time(long ticks) => new(start + ticks, TimeSpan.Zero);
    }
}

/// <summary>One execution of a step, as it stood at the end of some burst.</summary>
internal sealed record RecordedExecution
{
    public required string Id { get; init; }

    public required string NodeId { get; init; }

    public string? ParentId { get; init; }

    /// <summary>The execution whose completion made this one begin, where known.</summary>
    public string? ScheduledById { get; init; }

    public required ActivityStatus Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Faults of it and below it.</summary>
    public int FaultCount { get; init; }

    public bool HasBookmarks { get; init; }

    public IReadOnlyList<string>? Outcomes { get; init; }

    /// <summary>The inputs that are no constants, by PascalCase name.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Inputs { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Outputs { get; init; }

    /// <summary>What its resilience strategy tried, as a list; undefined when it was done at once.</summary>
    public JsonElement RetryAttempts { get; init; }

    public FailureDescription? Failure { get; init; }

    /// <summary>The same execution after a later burst, which does not tell again what this one told of its inputs and outputs.</summary>
    public RecordedExecution With(RecordedExecution later) => later with
    {
        Inputs = Merge(Inputs, later.Inputs),
        Outputs = Merge(Outputs, later.Outputs),
        ScheduledById = later.ScheduledById ?? ScheduledById,
        RetryAttempts = later.RetryAttempts.IsSet() ? later.RetryAttempts : RetryAttempts,
    };

    private static IReadOnlyDictionary<string, JsonElement> Merge(IReadOnlyDictionary<string, JsonElement> earlier, IReadOnlyDictionary<string, JsonElement> later)
    {
        if (earlier.Count == 0 || later.Count == 0)
        {
            return earlier.Count == 0 ? later : earlier;
        }

        var merged = new Dictionary<string, JsonElement>(earlier, StringComparer.Ordinal);
        foreach (var (name, value) in later)
        {
            merged[name] = value;
        }

        return merged;
    }
}

/// <summary>One line of an instance's journal.</summary>
/// <param name="Sequence">Its position, counted from 1 over all bursts.</param>
/// <param name="Execution">The execution that it is about, as it stood at the end of the same burst.</param>
internal sealed record RecordedEntry(long Sequence, JournalEvent Event, DateTimeOffset At, RecordedExecution Execution, string? Message)
{
    /// <summary>Elsa's name of the event.</summary>
    public string EventName => Event == JournalEvent.WorkflowCancelled ? "Workflow cancelled" : Event.ToString();
}
