namespace Hub.Server.Exchange.DeadLetters;

/// <summary>Reads dead letters inside one tenant.</summary>
public interface IDeadLetters
{
    DeadLetter? Find(TenantId tenant, string id);

    /// <summary>In order of arrival.</summary>
    IReadOnlyList<DeadLetter> List(DeadLetterFilter filter);

    /// <summary>Counts by system, operation and code.</summary>
    IReadOnlyList<DeadLetterGroup> Groups(TenantId tenant);
}

/// <summary>Null means no filter.</summary>
/// <param name="After">Cursor: only letters with a greater id.</param>
public sealed record DeadLetterFilter(TenantId Tenant, string? System = null, string? Operation = null, string? Code = null, string? After = null, int Limit = 50);

/// <summary>Dead letters that failed alike.</summary>
public sealed record DeadLetterGroup(string System, string Operation, string Code, long Count, DateTimeOffset First, DateTimeOffset Last);
