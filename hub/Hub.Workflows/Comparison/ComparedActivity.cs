namespace Hub.Workflows.Comparison;

/// <summary>A step that a change is about.</summary>
/// <param name="Id">Its id; empty when the definition gives none.</param>
/// <param name="Type">Its type name.</param>
/// <param name="Label">What people know it by: its title, or else its name, its id or its type.</param>
public sealed record ComparedActivity(string Id, string Type, string Label);
