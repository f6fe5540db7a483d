namespace Hub.Server.Workflows.Alterations;

/// <summary>Reads plans of alterations and what came of them.</summary>
public interface IAlterationPlans
{
    /// <summary>Null when the tenant has none of this id.</summary>
    AlterationPlan? Find(TenantId tenant, string id);

    /// <summary>All its jobs, by number.</summary>
    IReadOnlyList<AlterationJob> Jobs(TenantId tenant, string planId);

    /// <summary>The plan that waits longest for its end; null when none does.</summary>
    AlterationPlan? NextOpen();

    /// <summary>Jobs that are still to be done, behind a number.</summary>
    IReadOnlyList<AlterationJob> Pending(AlterationPlan plan, int after, int limit);
}

/// <summary>Alterations that somebody ordered for several instances.</summary>
public sealed record AlterationPlan
{
    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>The API key that ordered it.</summary>
    public required string Actor { get; init; }

    /// <summary>The alterations as they came: a JSON array.</summary>
    public required ReadOnlyMemory<byte> Alterations { get; init; }

    /// <summary>What the instances were chosen by, as it came: a JSON object. Kept for whoever reads the plan later.</summary>
    public required ReadOnlyMemory<byte> Filter { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Elsa's name of how it stands.</summary>
    public string Status => CompletedAt is not null ? "Completed" : StartedAt is not null ? "Running" : "Pending";
}

/// <summary>A plan on one instance.</summary>
/// <param name="Number">Its place in the plan, from 1.</param>
/// <param name="Log">What was done or why it could not be, as a JSON array; empty while it is pending.</param>
public sealed record AlterationJob(int Number, string InstanceId, AlterationJobStatus Status, ReadOnlyMemory<byte> Log, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt);

/// <summary>How a job stands.</summary>
public enum AlterationJobStatus
{
    Pending,

    /// <summary>All alterations were made.</summary>
    Completed,

    /// <summary>None was made; the log says why.</summary>
    Failed,
}

/// <summary>Keeps a new plan with one job for each instance. Already seen when the tenant has a plan of this id.</summary>
public sealed record SaveAlterationPlan(AlterationPlan Plan, IReadOnlyList<string> InstanceIds) : IChange;

/// <summary>Work on a plan has begun.</summary>
public sealed record StartAlterationPlan(TenantId Tenant, string PlanId, DateTimeOffset At) : IChange;

/// <summary>A job is done, in the commit that altered its instance. Stale when it was done before.</summary>
public sealed record EndAlterationJob(TenantId Tenant, string PlanId, AlterationJob Job) : IChange;

/// <summary>All jobs of a plan are done.</summary>
public sealed record EndAlterationPlan(TenantId Tenant, string PlanId, DateTimeOffset At) : IChange;

/// <summary>Removes plans, with their jobs, that ended before a moment.</summary>
public sealed record ForgetAlterationPlans(DateTimeOffset EndedBefore) : IChange;
