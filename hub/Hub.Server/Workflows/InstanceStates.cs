using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>The states of instances by the names that rows and Elsa's API give them.</summary>
internal static class InstanceStates
{
    /// <summary>Every sub-status.</summary>
    public static IReadOnlyList<string> All { get; } = Enum.GetNames<WorkflowSubStatus>();

    /// <summary>The sub-statuses of what has not ended.</summary>
    public static IReadOnlyList<string> Running { get; } = [.. Enum.GetValues<WorkflowSubStatus>().Where(state => state < WorkflowSubStatus.Finished).Select(state => state.ToString())];

    /// <summary>The sub-statuses of what has ended.</summary>
    public static IReadOnlyList<string> Finished { get; } = [.. Enum.GetValues<WorkflowSubStatus>().Where(state => state >= WorkflowSubStatus.Finished).Select(state => state.ToString())];
}
