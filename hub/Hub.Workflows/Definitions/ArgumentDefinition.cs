using System.Text.Json;

namespace Hub.Workflows.Definitions;

/// <summary>An input or an output that a workflow declares (contract §1.2). Names are looked up without regard to case.</summary>
public sealed record ArgumentDefinition
{
    /// <summary>The name by which it is given or read.</summary>
    public required string Name { get; init; }

    /// <summary>Type alias; <c>Object</c> when absent.</summary>
    public string Type { get; init; } = "Object";

    /// <summary>Whether it is an array of <see cref="Type"/>.</summary>
    public bool IsArray { get; init; }

    /// <summary>Label in the designer.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Explanation in the designer.</summary>
    public string? Description { get; init; }

    /// <summary>Group in the designer.</summary>
    public string? Category { get; init; }

    /// <summary>Editor in the designer (inputs only).</summary>
    public string? UIHint { get; init; }

    /// <summary>The JSON it came from, for members that this type does not know; not set for one made in code.</summary>
    public JsonElement Source { get; init; }
}
