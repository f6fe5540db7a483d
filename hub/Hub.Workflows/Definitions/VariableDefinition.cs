using System.Text.Json;

namespace Hub.Workflows.Definitions;

/// <summary>A variable that a workflow or a container declares (contract §1.1).</summary>
public sealed record VariableDefinition
{
    /// <summary>What SetVariable and output bindings refer to.</summary>
    public required string Id { get; init; }

    /// <summary>What scripts call it.</summary>
    public required string Name { get; init; }

    /// <summary>Type alias; <c>Object</c> when absent.</summary>
    public string TypeName { get; init; } = "Object";

    /// <summary>Whether it holds an array of <see cref="TypeName"/>.</summary>
    public bool IsArray { get; init; }

    /// <summary>The default value as it stands in the JSON, usually text; not set when absent.</summary>
    public JsonElement Value { get; init; }

    /// <summary>The storage driver's type name as it stands; null means in memory for one burst.</summary>
    public string? StorageDriverTypeName { get; init; }

    /// <summary>The JSON it came from, for members that this type does not know; not set for one made in code.</summary>
    public JsonElement Source { get; init; }

    /// <summary>Whether the value is kept with the instance. Otherwise it falls back to its default when the workflow waits.</summary>
    public bool IsPersistent => StorageDriverTypeName is { } driver
        && (driver.Contains("WorkflowInstanceStorageDriver", StringComparison.Ordinal) || driver.Contains("WorkflowStorageDriver", StringComparison.Ordinal));
}
