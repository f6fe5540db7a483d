namespace Hub.Workflows.Runtime;

/// <summary>How one execution of an activity stands.</summary>
public enum ActivityStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Begun: runs, waits for children or for a bookmark.</summary>
    Running,

    /// <summary>Ended well.</summary>
    Completed,

    /// <summary>Ended from outside.</summary>
    Canceled,

    /// <summary>Failed.</summary>
    Faulted,
}
