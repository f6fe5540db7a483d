using System.Text.Json;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Children;

/// <summary>A workflow that an activity of another one starts (contract §5, Composition). The host makes its start as durable as the burst that asked for it.</summary>
public sealed record ChildWorkflow
{
    /// <summary>The id that its instance gets: known before it starts, so that its parent can wait for it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The definition asked for.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The version that was published when it was asked for.</summary>
    public required string VersionId { get; init; }

    /// <summary>The instance that starts it.</summary>
    public required string ParentInstanceId { get; init; }

    /// <summary>Whether its parent waits for its end: then it is cancelled with its parent and tells it how it ended.</summary>
    public bool IsAwaited { get; init; }

    /// <summary>Its correlation id; null for none, as in Elsa: it does not inherit its parent's.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The dispatcher channel that the designer named; null for the default one. The hub has one channel for all.</summary>
    public string? ChannelName { get; init; }

    /// <summary>Whether it begins a trace of its own instead of going on with its parent's.</summary>
    public bool StartsNewTrace { get; init; }

    /// <summary>Workflow inputs by name, <see cref="ChildProperties.ParentInstanceId"/> among them.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Input { get; init; }

    /// <summary>Properties kept with its instance; see <see cref="ChildProperties"/>.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Properties { get; init; }

    /// <summary>How its instance begins.</summary>
    public StartWorkflow ToStart() => new()
    {
        InstanceId = InstanceId,
        ParentInstanceId = ParentInstanceId,
        CorrelationId = CorrelationId,
        Input = Input,
        Properties = Properties,
    };
}
