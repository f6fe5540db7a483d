namespace Hub.Workflows.Runtime;

/// <summary>What a journal entry tells.</summary>
public enum JournalEvent
{
    /// <summary>An activity begins.</summary>
    Started,

    /// <summary>An activity goes on after its bookmark was resumed.</summary>
    Resumed,

    /// <summary>An activity waits at a bookmark.</summary>
    Suspended,

    /// <summary>An activity ended well.</summary>
    Completed,

    /// <summary>Something that whoever reads the journal must know of an activity that goes on.</summary>
    Noted,

    /// <summary>An activity failed.</summary>
    Faulted,

    /// <summary>An activity was cancelled.</summary>
    Canceled,

    /// <summary>The whole instance was cancelled.</summary>
    WorkflowCancelled,
}
