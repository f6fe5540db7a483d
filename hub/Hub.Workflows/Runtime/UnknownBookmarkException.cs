namespace Hub.Workflows.Runtime;

/// <summary>A bookmark that the instance does not wait at: never made, already resumed, gone with its activity, or of an instance that has ended.</summary>
public sealed class UnknownBookmarkException(string instanceId, string bookmarkId, WorkflowSubStatus subStatus)
    : InvalidOperationException(subStatus >= WorkflowSubStatus.Finished
        ? $"The workflow instance {instanceId} has ended ({subStatus}), so its bookmark {bookmarkId} cannot be resumed. Retry the instance first if it is faulted."
        : $"The workflow instance {instanceId} has no bookmark {bookmarkId}: it was resumed already, or its activity was cancelled. Read the instance again and resume one of its bookmarks.")
{
    /// <summary>The instance.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The bookmark asked for.</summary>
    public string BookmarkId { get; } = bookmarkId;

    /// <summary>How the instance stands.</summary>
    public WorkflowSubStatus SubStatus { get; } = subStatus;
}
