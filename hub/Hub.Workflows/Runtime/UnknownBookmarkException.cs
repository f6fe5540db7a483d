namespace Hub.Workflows.Runtime;

/// <summary>A bookmark that the instance does not have: never made, already resumed, or gone with its activity.</summary>
public sealed class UnknownBookmarkException(string instanceId, string bookmarkId)
    : InvalidOperationException($"The workflow instance {instanceId} has no bookmark {bookmarkId}: it was resumed already, or its activity was cancelled. Read the instance again and resume one of its bookmarks.")
{
    /// <summary>The instance.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The bookmark asked for.</summary>
    public string BookmarkId { get; } = bookmarkId;
}
