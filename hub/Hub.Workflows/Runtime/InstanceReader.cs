using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>Reads what <see cref="InstanceWriter"/> wrote, up to what needs the graph; <see cref="InstanceBinding"/> does the rest.</summary>
internal static class InstanceReader
{
    // States that earlier versions of the hub wrote: each value stands where it occurs, and each name is written out.
    private const int OldestVersion = 1;

    public static WorkflowInstance Read(ReadOnlyMemory<byte> state)
    {
        try
        {
            return Read(JsonValues.Parse(state.Span));
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new JsonException("The state of a workflow instance is damaged: a member is missing or of the wrong type.", error);
        }
    }

    private static WorkflowInstance Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("format", out var format) || format.GetInt32() is < OldestVersion or > InstanceWriter.FormatVersion)
        {
            throw new JsonException($"Expected the state of a workflow instance in a format from {OldestVersion} to {InstanceWriter.FormatVersion}, but this is something else. It may come from a newer version of the hub.");
        }

        var instance = new WorkflowInstance(Text(json, "id") ?? "", Text(json, "def") ?? "", Text(json, "ver") ?? "", json.GetProperty("no").GetInt32())
        {
            ParentInstanceId = Text(json, "parent"),
            HasToldParent = Flag(json, "told"),
            CorrelationId = Text(json, "corr"),
            Name = Text(json, "name"),
            SubStatus = Enum.Parse<WorkflowSubStatus>(Text(json, "sub") ?? nameof(WorkflowSubStatus.Pending)),
            CreatedAt = Time(json, "created") ?? default,
            UpdatedAt = Time(json, "updated") ?? default,
            FinishedAt = Time(json, "finished"),
            JournalSequence = json.GetProperty("seq").GetInt64(),
            NextContextNumber = json.GetProperty("next").GetInt32(),
            Input = Values(json, "in") ?? StartWorkflow.NoValues,
            OutputValues = Values(json, "out") is { } output ? new SortedDictionary<string, JsonElement>(output, StringComparer.Ordinal) : null,
            Properties = Values(json, "props") ?? StartWorkflow.NoValues,
            Unbound = json,
        };
        var steps = Value(json, "steps");
        foreach (var bookmark in Items(json, "bm"))
        {
            instance.OpenBookmarks.Add(ReadBookmark(instance, bookmark, steps));
        }

        foreach (var incident in Items(json, "inc"))
        {
            instance.AllIncidents.Add(new Incident(
                Text(incident, "ctx") ?? "",
                Text(incident, "act") ?? "",
                Text(incident, "node") ?? "",
                Text(incident, "type") ?? "",
                Text(incident, "msg") ?? "",
                incident.TryGetProperty("fail", out var failure) ? ReadFailure(failure) : null,
                Time(incident, "t") ?? default));
        }

        return instance;
    }

    public static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>The name of an execution, written out or as what follows the instance's own.</summary>
    public static string? Execution(WorkflowInstance instance, JsonElement json, string name) =>
        Text(json, name) is not { } text ? null : text.StartsWith('-') ? instance.Id + text : text;

    public static int Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    public static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static DateTimeOffset? Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? new DateTimeOffset(value.GetInt64(), TimeSpan.Zero) : null;

    public static JsonElement Value(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : default;

    public static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.EnumerateArray() : Enumerable.Empty<JsonElement>();

    // Insertion order is kept, so that the state read and written again is the same.
    public static Dictionary<string, JsonElement>? Values(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return null;
        }

        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            values[member.Name] = member.Value;
        }

        return values;
    }

    public static FailureDescription ReadFailure(JsonElement json) => new(
        Text(json, "type") ?? "",
        Text(json, "msg") ?? "",
        json.TryGetProperty("inner", out var inner) ? ReadFailure(inner) : null,
        Texts(json, "meta") ?? new SortedDictionary<string, string>(StringComparer.Ordinal));

    private static Bookmark ReadBookmark(WorkflowInstance instance, JsonElement json, JsonElement steps) => new()
    {
        Id = Text(json, "id") ?? "",
        Name = Text(json, "name") ?? Bookmark.OfEffect,
        Hash = Text(json, "hash") ?? Text(json, "effect") ?? "",
        Payload = Value(json, "payload"),
        ActivityId = Text(json, "act") ?? "",
        ActivityNodeId = Text(json, "node") ?? steps[Number(json, "n")].GetString() ?? "",
        ActivityInstanceId = Execution(instance, json, "ctx") ?? "",
        CreatedAt = Time(json, "t") ?? default,
        DueAt = Time(json, "due"),
        AutoBurn = !Flag(json, "keep"),
        CallbackMethodName = Text(json, "cb"),
        EffectId = Text(json, "effect"),
        Metadata = Texts(json, "meta"),
    };

    private static SortedDictionary<string, string>? Texts(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return null;
        }

        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            texts[member.Name] = member.Value.GetString() ?? "";
        }

        return texts;
    }
}
