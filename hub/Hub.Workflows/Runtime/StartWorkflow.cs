using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>How a new instance begins.</summary>
public sealed record StartWorkflow
{
    /// <summary>Its identifier; null lets the id generator make one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>What ties it to other things of the same case; null means none yet.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Its name; null means none yet.</summary>
    public string? Name { get; init; }

    /// <summary>The instance that started it; null for none.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>Workflow inputs by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Input { get; init; } = NoValues;

    /// <summary>Values for workflow variables, by name or id, instead of their defaults.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = NoValues;

    /// <summary>Properties kept with the instance; <c>Flowchart:ExecutionMode</c> is read by flowcharts.</summary>
    public IReadOnlyDictionary<string, JsonElement> Properties { get; init; } = NoValues;

    /// <summary>The activity that triggered the start; null when it was started by hand.</summary>
    public string? TriggerActivityId { get; init; }

    /// <summary>What the trigger brought (an event's payload, an HTTP request …); not set means nothing.</summary>
    public JsonElement TriggerInput { get; init; }

    internal static readonly IReadOnlyDictionary<string, JsonElement> NoValues = new Dictionary<string, JsonElement>();
}
