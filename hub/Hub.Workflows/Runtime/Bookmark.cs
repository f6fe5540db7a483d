using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>A place where an instance waits to be resumed.</summary>
public sealed record Bookmark
{
    /// <summary>Name of those that an outside call's result resumes.</summary>
    internal const string OfEffect = "Hub.Effect";

    /// <summary>Its identifier, unique over all instances.</summary>
    public required string Id { get; init; }

    /// <summary>Stimulus name, such as <c>Elsa.Event</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What a stimulus must match (<see cref="Stimulus.Hash"/>).</summary>
    public required string Hash { get; init; }

    /// <summary>What it waits for, with settings for the host; not set when there is nothing to say.</summary>
    public JsonElement Payload { get; init; }

    /// <summary>The activity that waits.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The activity's path.</summary>
    public required string ActivityNodeId { get; init; }

    /// <summary>The execution that waits.</summary>
    public required string ActivityInstanceId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the host must resume it by itself; null when it waits for someone else.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether resuming uses it up.</summary>
    public bool AutoBurn { get; init; } = true;

    /// <summary>What the activity goes on with; null completes the activity.</summary>
    public string? CallbackMethodName { get; init; }

    /// <summary>Kept for Elsa's REST.</summary>
    public bool AutoComplete { get; init; } = true;

    /// <summary>Free texts for the host.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The outside effect that resumes it (<see cref="Effect"/>); null for an ordinary bookmark.</summary>
    public string? EffectId { get; init; }
}
