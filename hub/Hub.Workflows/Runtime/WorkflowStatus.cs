namespace Hub.Workflows.Runtime;

/// <summary>Whether an instance may still go on.</summary>
public enum WorkflowStatus
{
    /// <summary>It runs or waits.</summary>
    Running,

    /// <summary>It has ended and never goes on.</summary>
    Finished,
}
