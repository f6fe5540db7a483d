namespace Hub.Workflows.Activities;

/// <summary>Names by which activities say how they ended, and from which a flowchart's connections leave.</summary>
public static class Outcome
{
    /// <summary>The outcome of an activity that names none; a connection without port means it too.</summary>
    public const string Done = "Done";

    /// <summary>The set that holds only <see cref="Done"/>.</summary>
    public static IReadOnlyList<string> Default { get; } = [Done];

    /// <summary>No outcome: a step that a flowchart skips.</summary>
    internal static IReadOnlyList<string> None { get; } = [];
}
