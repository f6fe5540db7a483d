namespace Hub.Server.Storage.Sqlite;

/// <summary>A unit of work on its way to the disk, and what its caller waits for.</summary>
internal sealed class PendingUnit(IReadOnlyList<IChange> changes)
{
    public IReadOnlyList<IChange> Changes { get; } = changes;

    /// <summary>Its callers go on elsewhere: the writer never runs what comes after a commit.</summary>
    public TaskCompletionSource<CommitResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How it was written. Read only when there is no <see cref="Error"/>.</summary>
    public CommitResult Result { get; set; }

    /// <summary>A mistake in this unit alone; null when there is none.</summary>
    public Exception? Error { get; set; }
}
