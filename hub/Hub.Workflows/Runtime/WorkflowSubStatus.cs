namespace Hub.Workflows.Runtime;

/// <summary>How exactly an instance stands. The first four belong to <see cref="WorkflowStatus.Running"/>, the others to <see cref="WorkflowStatus.Finished"/>.</summary>
public enum WorkflowSubStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>In a burst.</summary>
    Executing,

    /// <summary>Waits.</summary>
    Suspended,

    /// <summary>Was cut off by a stop of the host.</summary>
    Interrupted,

    /// <summary>Reached its end.</summary>
    Finished,

    /// <summary>Was cancelled.</summary>
    Cancelled,

    /// <summary>Stopped by a fault.</summary>
    Faulted,
}
