namespace Hub.Server.Workflows;

/// <summary>Finds and lists instances for whoever looks at them, and what they did; without their states where a list does not need them.</summary>
public interface IInstanceDirectory
{
    /// <summary>One page of the instances that a search finds.</summary>
    InstancePage List(InstanceSearch search);

    /// <summary>One instance's line; null when the tenant has none of this id.</summary>
    ListedInstance? Find(TenantId tenant, string id);

    /// <summary>Those of one or several definitions (null: whatever the definition) in some states, oldest first, behind a place.</summary>
    IReadOnlyList<InstancePlace> Places(TenantId tenant, IReadOnlyCollection<string>? definitionIds, IReadOnlyCollection<string> subStatuses, InstancePlace? after, int limit);

    /// <summary>The running instances that an instance started, by id, behind one of them; the empty id comes before all.</summary>
    IReadOnlyList<string> RunningChildren(TenantId tenant, string parentId, string after, int limit);

    /// <summary>What an instance did, oldest first, behind a revision.</summary>
    IReadOnlyList<StoredBurst> Bursts(TenantId tenant, string instanceId, int afterRevision, int limit);
}

/// <summary>What is looked for; null means no filter.</summary>
/// <param name="Skip">How many of the found are left out before the page.</param>
/// <param name="Take">The most that the page holds.</param>
public sealed record InstanceSearch(TenantId Tenant, int Skip, int Take)
{
    /// <summary>A part of the name, of the correlation or of one of the ids.</summary>
    public string? SearchTerm { get; init; }

    public IReadOnlyCollection<string>? Ids { get; init; }

    public IReadOnlyCollection<string>? DefinitionIds { get; init; }

    /// <summary>A search for no state finds nothing.</summary>
    public IReadOnlyCollection<string>? SubStatuses { get; init; }

    public string? ParentId { get; init; }

    public int? Version { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>A part of the name.</summary>
    public string? Name { get; init; }

    public bool? HasIncidents { get; init; }

    /// <summary>Bounds that all must hold.</summary>
    public IReadOnlyList<InstanceTimeBound> Times { get; init; } = [];

    public InstanceSort Sort { get; init; } = InstanceSort.Created;

    public bool IsAscending { get; init; }
}

/// <summary>One bound of a time: inside or, with <paramref name="IsOutside"/>, outside of [from, before).</summary>
public sealed record InstanceTimeBound(InstanceTime Time, DateTimeOffset? From, DateTimeOffset? Before, bool IsOutside = false);

/// <summary>The times of an instance.</summary>
public enum InstanceTime
{
    Created,
    Updated,
    Finished,
}

/// <summary>What a list is sorted by.</summary>
public enum InstanceSort
{
    Created,
    Updated,
    Finished,
    Name,
}

/// <summary>A page of a list.</summary>
/// <param name="Total">How many there are in all; at least as many as said, where they are more than are counted.</param>
/// <param name="IsWindow">Only the newest ones were looked at: the search needs more than the indexes know, and there are very many.</param>
public sealed record InstancePage(IReadOnlyList<ListedInstance> Items, int Total, bool IsWindow = false);

/// <summary>An instance's line in a list.</summary>
public sealed record ListedInstance
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string VersionId { get; init; }

    public required int Version { get; init; }

    public string? ParentId { get; init; }

    public required string Status { get; init; }

    public required string SubStatus { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public required int Incidents { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>Where an instance stands in the order of creation.</summary>
public readonly record struct InstancePlace(string Id, string VersionId, long CreatedAt, long Row);

/// <summary>What one commit of an instance did, as <see cref="BurstRecords"/> wrote it.</summary>
public sealed record StoredBurst(int Revision, DateTimeOffset At, ReadOnlyMemory<byte> Records);

/// <summary>Removes an instance with all that it did and waited for.</summary>
public sealed record RemoveInstance(string InstanceId, string Partition) : IChange;
