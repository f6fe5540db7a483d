using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>The rest of a burst that was committed in its middle: part of the instance's state, so that it is done even after a crash.</summary>
/// <param name="Items">The queue, in order.</param>
/// <param name="TriggerActivityId">The activity whose trigger started the instance, while it has not run.</param>
/// <param name="TriggerInput">What that trigger brought.</param>
/// <param name="Executions">Activity executions since the instance last waited, for the burst's budget.</param>
internal sealed record PendingWork(WorkItem[] Items, string? TriggerActivityId, JsonElement TriggerInput, int Executions)
{
    /// <summary>
    /// Whether a burst may stop here for a commit: work is left, and the instance may go on. One that a fault has ended does what is
    /// queued and then stands still, so it has nothing to come back for.
    /// </summary>
    public static bool MayPause(BurstRun run) => run.Queue.Count > 0 && run.Instance.Status == WorkflowStatus.Running;

    /// <summary>Sets the rest of a burst's work aside, to be gone on with in a burst of its own once this one is committed.</summary>
    public static void SetAside(BurstRun run)
    {
        run.Queue.First.IsCommitted = true;
        run.Instance.Pending = new PendingWork(run.Queue.TakeAll(), run.TriggerActivityId, run.TriggerInput, run.Executions);
        run.Waits.Create(run.Instance.Root!, new BookmarkRequest { Name = OwnBookmarks.Continue, Callback = "continue", DueAt = run.Clock.GetUtcNow() }, effectId: null); // an instance in a burst has its root
    }

    /// <summary>Takes up what <see cref="SetAside"/> set aside, behind what is queued already.</summary>
    public static void TakeUp(BurstRun run)
    {
        var instance = run.Instance;
        if (instance.Pending is not { } pending)
        {
            return;
        }

        instance.Pending = null;
        run.TriggerActivityId = pending.TriggerActivityId;
        run.TriggerInput = pending.TriggerInput;
        run.Executions = pending.Executions;
        foreach (var item in pending.Items)
        {
            run.Queue.Add(item);
        }

        if (instance.OpenBookmarks.Find(bookmark => bookmark.Name == OwnBookmarks.Continue) is { } bookmark)
        {
            run.Waits.Burn(bookmark, instance.Root!); // it was made there
        }
    }
}
