namespace Hub.Server.Journeys;

/// <summary>Where a citizen request stands.</summary>
public enum JourneyState
{
    /// <summary>The hub or a connector is at work.</summary>
    Running,

    /// <summary>Somebody must do something: the citizen, an officer, or the clock.</summary>
    Waiting,

    Completed,
    Refused,
    Abandoned,
    Faulted,
    Cancelled,
}

/// <summary>What the states mean.</summary>
public static class JourneyStates
{
    /// <summary>Whether it is over for good. What failed is not: somebody can take it up again, and until then nobody has answered.</summary>
    public static bool HasEnded(this JourneyState state) => state is not (JourneyState.Running or JourneyState.Waiting or JourneyState.Faulted);
}

/// <summary>The golden thread's head: what a journey is about, where it stands and the keys it collected.</summary>
public sealed record Journey
{
    public required JourneyId Id { get; init; }

    public required TenantId Tenant { get; init; }

    public required string RequestId { get; init; }

    public required string Procedure { get; init; }

    public required string Channel { get; init; }

    public required JourneyState State { get; init; }

    /// <summary>A short code to go on with at the counter or on the phone; absent once the journey has ended.</summary>
    public string? HandOverCode { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed its state; once it has ended, when that was.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The moment at which the last day to answer is over (<see cref="LegalDeadline"/>); null where the law sets no time.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether the last day passed without an answer; null where the law sets no time. What failed is not answered.</summary>
    public bool? IsLate(DateTimeOffset now) => DueAt is { } due ? (State.HasEnded() ? UpdatedAt : now) >= due : null;

    public JourneyKeys Keys { get; init; } = JourneyKeys.None;
}

/// <summary>Which kind of key leads to a journey.</summary>
public enum JourneyKeyKind
{
    Identity,
    Case,
    Payment,
    Appointment,
    Document,

    /// <summary>Any other identifier that a system uses for the same thing.</summary>
    Reference,
}

/// <summary>The identifiers under which the systems know this journey's citizen, case and payment.</summary>
public sealed record JourneyKeys(
    string? Identity,
    string? Case,
    string? Payment,
    string? Appointment,
    IReadOnlyList<string> Documents,
    IReadOnlyList<JourneyReference> References)
{
    public static JourneyKeys None { get; } = new(null, null, null, null, [], []);
}

/// <summary>One system's own identifier.</summary>
public sealed record JourneyReference(string System, string Kind, string Value);

/// <summary>Opens a journey, with the row that later changes only in state.</summary>
public sealed record StartJourney(Journey Journey) : IChange;

/// <summary>Moves a journey to another state; one that has ended stays as it is.</summary>
public sealed record MoveJourney(TenantId Tenant, JourneyId JourneyId, JourneyState State, DateTimeOffset At) : IChange;

/// <summary>Adds a key to a journey; adding it again changes nothing.</summary>
public sealed record AddJourneyKey(TenantId Tenant, JourneyId JourneyId, JourneyKeyKind Kind, string System, string Name, string Value) : IChange;
