using Hub.Server.Exchange;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>Reads instances, bookmarks, timers and early signals.</summary>
public interface IWorkflowStore
{
    StoredInstance? FindInstance(string id);

    /// <summary>How an instance stands, without reading its state; null when there is none.</summary>
    string? FindSubStatus(string id);

    /// <summary>Whether instances run that a strategy forbids beside a new one.</summary>
    bool AnyRunning(RunningInstances which);

    /// <summary>The instances of a journey, oldest first.</summary>
    IReadOnlyList<StoredInstance> InstancesOf(TenantId tenant, JourneyId journeyId);

    StoredBookmark? FindBookmark(string id);

    /// <summary>Bookmarks that wait for a stimulus, the oldest first. Null means no filter; with one, others that wait for the same cost nothing.</summary>
    IReadOnlyList<StoredBookmark> FindBookmarks(TenantId tenant, string hash, JourneyId? journeyId = null, string? correlationId = null, string? instanceId = null);

    /// <summary>Whatever waits for one instance; for one version of a definition, the times at which it starts.</summary>
    IReadOnlyList<StoredBookmark> BookmarksOf(string instanceId);

    /// <summary>Timers due by a time, the earliest first.</summary>
    IReadOnlyList<StoredBookmark> DueTimers(DateTimeOffset now, int limit);

    /// <summary>When the next timer is due that is due later than a time; null when none waits.</summary>
    DateTimeOffset? NextTimer(DateTimeOffset after = default);

    /// <summary>Signals of a partition that came before anybody waited for them, oldest first.</summary>
    IReadOnlyList<EarlyStimulus> EarlyStimuli(string partition);

    /// <summary>Outside calls that were claimed and have no result, by id, behind one of them; the empty id comes before all.</summary>
    IReadOnlyList<ClaimedEffect> Claims(string after, int limit);

    /// <summary>One claim; null when there is none of this id, or it has its result.</summary>
    ClaimedEffect? FindClaim(string effectId);

    /// <summary>Instances that wait for a connector's event and have not moved since a moment, newest first, before an id.</summary>
    IReadOnlyList<StoredInstance> WaitingForConnectorsSince(TenantId tenant, DateTimeOffset moment, string? before, int limit);

    /// <summary>Instances with incidents that have not ended otherwise, newest first.</summary>
    IReadOnlyList<StoredInstance> WithIncidents(TenantId tenant, string? before, int limit);
}

/// <summary>An instance's row: what is looked up beside the state document itself.</summary>
public sealed record StoredInstance
{
    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>Whatever is handled one after the other with this instance: its journey, or itself.</summary>
    public required string Partition { get; init; }

    public JourneyId? JourneyId { get; init; }

    public string? ParentId { get; init; }

    public required string DefinitionId { get; init; }

    public required string VersionId { get; init; }

    public required int Version { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public required string Status { get; init; }

    public required string SubStatus { get; init; }

    /// <summary>Whether a fault has ended it; somebody may retry it.</summary>
    public bool IsFaulted => SubStatus == nameof(WorkflowSubStatus.Faulted);

    /// <summary>Whether anything may still come of it: it runs, or can be retried.</summary>
    public bool CanGoOn => Status == nameof(WorkflowStatus.Running) || IsFaulted;

    public required int Incidents { get; init; }

    /// <summary>Counts the commits of this instance: a writer that read an older one writes nothing.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The state document.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }
}

/// <summary>Instances that have not ended, of one definition, with one correlation id, or both.</summary>
/// <param name="DefinitionId">Null means any.</param>
/// <param name="CorrelationId">Null means any. At least one of both is given.</param>
public sealed record RunningInstances(TenantId Tenant, string? DefinitionId, string? CorrelationId);

/// <summary>A place where an instance waits, or a time at which a workflow is started (<see cref="ScheduledStarts"/>).</summary>
/// <param name="InstanceId">The instance; of a time to start, the definition's version.</param>
/// <param name="CorrelationId">The instance's correlation; of a time to start, the trigger's activity.</param>
public sealed record StoredBookmark(
    string Id,
    TenantId Tenant,
    string InstanceId,
    string Partition,
    string? CorrelationId,
    string Name,
    string Hash,
    DateTimeOffset? DueAt)
{
    /// <summary>The message that its time has come.</summary>
    public Envelope TimeHasCome(DateTimeOffset now) => new()
    {
        MessageId = new(Tenant, "hub:timers", Id),
        Type = MessageTypes.TimerDue,
        Subject = Id,
        ComesOnce = true,
        Time = now,
        Partition = Partition,
        JourneyId = Partition == InstanceId ? null : new JourneyId(Partition),
    };
}

/// <summary>A signal that nobody waited for yet.</summary>
public sealed record EarlyStimulus(string Id, TenantId Tenant, string Partition, string Hash, string Name, ReadOnlyMemory<byte> Payload, DateTimeOffset At);

/// <summary>An outside call that a workflow makes by itself, claimed before it is made.</summary>
public sealed record ClaimedEffect(string EffectId, TenantId Tenant, string InstanceId, string Partition, string BookmarkId, ReadOnlyMemory<byte> Request, DateTimeOffset At);

/// <summary>Writes an instance's row. Its revision must follow the stored one, otherwise the unit of work is stale.</summary>
/// <param name="StandsAsBefore">Its status, sub-status and correlation are the stored ones, so that what is looked for by them need not be written anew; where they are not, the unit of work is stale.</param>
public sealed record SaveInstance(StoredInstance Instance, bool StandsAsBefore = false) : IChange;

public sealed record AddBookmark(StoredBookmark Bookmark) : IChange;

/// <summary>The bookmark was used up. Stale when somebody else used it.</summary>
public sealed record RemoveBookmark(string BookmarkId) : IChange;

/// <summary>
/// Forgets all that an ended instance still waited for, and the signals that were kept in its partition when nobody is left there
/// who could ask for them: no instance that can go on (<see cref="StoredInstance.CanGoOn"/>), itself included, and no child to start.
/// </summary>
public sealed record ForgetWaits(string InstanceId, string Partition) : IChange;

public sealed record KeepStimulus(EarlyStimulus Stimulus) : IChange;

public sealed record RemoveStimulus(string StimulusId) : IChange;

/// <summary>Nothing of these may run when the unit of work is written; otherwise it is stale.</summary>
public sealed record RequireNoneRunning(RunningInstances Which) : IChange;

/// <summary>The instance is there and was not cancelled when the unit of work is written; otherwise it is stale.</summary>
public sealed record RequireNotCancelled(string InstanceId) : IChange;

/// <summary>What one burst did: its journal and activity records as one JSON document.</summary>
public sealed record AppendBurst(TenantId Tenant, string InstanceId, int Revision, DateTimeOffset At, ReadOnlyMemory<byte> Records) : IChange;

public sealed record ClaimEffect(ClaimedEffect Claim) : IChange;

public sealed record ReleaseClaim(string EffectId) : IChange;
