using Hub.Workflows.Children;
using Hub.Workflows.Http;

namespace Hub.Workflows.Runtime;

/// <summary>What one run until the workflow waits or ends has done. The host commits it as one.</summary>
/// <remarks>Nothing outside has happened yet, save GET and HEAD calls: a host that loses a burst before its commit may run it again.</remarks>
public sealed class Burst
{
    internal Burst(WorkflowInstance instance) => Instance = instance;

    /// <summary>The instance as it stands now. The next burst changes this very object.</summary>
    public WorkflowInstance Instance { get; }

    /// <summary>The journal entries of this burst, in order.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; internal init; } = [];

    /// <summary>One record of each execution that this burst touched, in the order in which they were first touched.</summary>
    public IReadOnlyList<ActivityRecord> ActivityRecords { get; internal init; } = [];

    /// <summary>Bookmarks made in this burst and still there.</summary>
    public IReadOnlyList<Bookmark> CreatedBookmarks { get; internal init; } = [];

    /// <summary>Bookmarks of earlier bursts that are gone.</summary>
    public IReadOnlyList<Bookmark> BurnedBookmarks { get; internal init; } = [];

    /// <summary>Incidents of this burst.</summary>
    public IReadOnlyList<Incident> Incidents { get; internal init; } = [];

    /// <summary>Calls to make once this burst is committed.</summary>
    public IReadOnlyList<Effect> Effects { get; internal init; } = [];

    /// <summary>Events to send once this burst is committed.</summary>
    public IReadOnlyList<PublishedEvent> PublishedEvents { get; internal init; } = [];

    /// <summary>Tasks to announce once this burst is committed.</summary>
    public IReadOnlyList<RequestedTask> RequestedTasks { get; internal init; } = [];

    /// <summary>Workflows to start with this burst's commit.</summary>
    public IReadOnlyList<ChildWorkflow> Children => Family?.Started ?? (IReadOnlyList<ChildWorkflow>)[];

    /// <summary>Ids of the instances that this one waited for when it was cancelled: they are to be cancelled too, unless they have ended.</summary>
    public IReadOnlyList<string> CancelledChildren => Family?.Cancelled ?? [];

    /// <summary>What to tell the parent that waits for this instance; null while it has not ended, for one that nobody waits for, and when it was told before.</summary>
    public ChildEnd? ChildEnd => Family?.End;

    internal FamilyNews? Family { get; init; }

    /// <summary>Lines that WriteLine wrote.</summary>
    public IReadOnlyList<string> WrittenLines { get; internal init; } = [];

    /// <summary>The HTTP response that the workflow wrote; null when it wrote none.</summary>
    public WrittenHttpResponse? WrittenHttpResponse { get; internal init; }
}
