using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>What an activity asks for when it is to wait.</summary>
public readonly record struct BookmarkRequest
{
    /// <summary>Stimulus name; null means the activity's type name.</summary>
    public string? Name { get; init; }

    /// <summary>The members that a sender must match; not set means none.</summary>
    public JsonElement Stimulus { get; init; }

    /// <summary>Further members for the host, stored in the payload but not hashed.</summary>
    public JsonElement Settings { get; init; }

    /// <summary>Whether only a sender who knows this very execution can match it. Elsa's default is true; events and HTTP endpoints say false.</summary>
    public bool IncludeActivityInstanceId { get; init; }

    /// <summary>Passed to <see cref="Activities.Activity.ResumeAsync"/> through the bookmark; null completes the activity on resume.</summary>
    public string? Callback { get; init; }

    /// <summary>When the host must resume it by itself; null means never.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether the bookmark stays after it was resumed (child ends of a bulk dispatch).</summary>
    public bool KeepAfterResume { get; init; }

    /// <summary>Free texts for the host.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
