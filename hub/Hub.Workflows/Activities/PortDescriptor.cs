using Hub.Workflows.Graph;

namespace Hub.Workflows.Activities;

/// <summary>A place where an activity holds others, or a fixed outcome that connections may leave from.</summary>
public sealed record PortDescriptor
{
    /// <summary>PascalCase property name of an embedded port, or the outcome's name.</summary>
    public required string Name { get; init; }

    /// <summary>Label; null means the name.</summary>
    public LocalizedText? DisplayName { get; init; }

    /// <summary>Embedded activities or outcome.</summary>
    public PortKind Kind { get; init; } = PortKind.Flow;

    /// <summary>PascalCase property that holds the activities of this port; null means the name. Several ports may share one array of objects.</summary>
    public string? Property { get; init; }

    /// <summary>Of <see cref="PortKind.EmbeddedCases"/>, the member of each object that is the activity.</summary>
    public string Member { get; init; } = "activity";

    /// <summary>Whether the designer shows it.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>An outcome.</summary>
    public static PortDescriptor Flow(string name, LocalizedText? displayName = null) => new() { Name = name, DisplayName = displayName };

    /// <summary>A member of each object in an array, such as what a state does on entry; its name is <c>States.Entry</c>.</summary>
    public static PortDescriptor InEach(string property, string member) => new() { Name = $"{property}.{member}", Property = property, Member = JsonNames.Camel(member), Kind = PortKind.EmbeddedCases };

    /// <summary>A property that holds one activity.</summary>
    public static PortDescriptor Embedded(string name, LocalizedText? displayName = null) => new() { Name = name, DisplayName = displayName, Kind = PortKind.Embedded };
}
