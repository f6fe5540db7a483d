namespace Hub.Server.Journeys;

/// <summary>Reads journeys. Every look-up is inside one tenant: another's journey does not exist.</summary>
public interface IJourneyStore
{
    Journey? Find(TenantId tenant, JourneyId id);

    /// <summary>The journey that a hand-over code stands for, while it has not ended.</summary>
    JourneyId? FindByHandOverCode(TenantId tenant, string code);

    JourneyId? FindByKey(TenantId tenant, JourneyKeyKind kind, string value);

    JourneyKeys? FindKeys(TenantId tenant, JourneyId id);

    /// <summary>In the order in which they were committed.</summary>
    IReadOnlyList<JourneyEvent> Events(TenantId tenant, JourneyId id);

    /// <summary>Newest first.</summary>
    IReadOnlyList<Journey> Search(JourneySearch search);

    IReadOnlyDictionary<JourneyState, long> CountByState(TenantId tenant);

    /// <summary>
    /// How many of all local authorities' journeys have not ended and must be answered by one of these moments, by procedure and by the first moment that fits.
    /// </summary>
    /// <param name="moments">In ascending order.</param>
    IReadOnlyList<(string Procedure, int Moment, long Count)> CountDue(IReadOnlyList<DateTimeOffset> moments);
}

/// <summary>Filters of a journey list; null means no filter.</summary>
/// <param name="Key">Any identifier that any system uses: identity, case, payment, reference, request id, hand-over code.</param>
/// <param name="DueBy">Only journeys that have not ended and whose last day to answer is over at this moment.</param>
/// <param name="Before">Cursor: only journeys with a smaller id.</param>
public sealed record JourneySearch(
    TenantId Tenant,
    string? Key = null,
    string? Procedure = null,
    JourneyState? State = null,
    string? Connector = null,
    string? Channel = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    DateTimeOffset? DueBy = null,
    string? Before = null,
    int Limit = 50);
