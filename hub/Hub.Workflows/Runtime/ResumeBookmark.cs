using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>Which wait ends, and with what.</summary>
public sealed record ResumeBookmark
{
    /// <summary>The bookmark.</summary>
    public required string BookmarkId { get; init; }

    /// <summary>What the waiting activity gets: an event's payload, a task's result, an effect's answer; not set means nothing.</summary>
    public JsonElement Input { get; init; }

    /// <summary>
    /// Makes the waiting activity fail with this message instead of going on: an effect whose outcome is unknown. Null means it goes on.
    /// </summary>
    public string? FaultMessage { get; init; }
}
