using System.Text.Json.Serialization;

namespace Hub.Connectors.PayFip.StandIn;

/// <summary>
/// A misbehaviour told over <c>POST /stand-in/behaviour</c>. One that names a citizen's conduct (<see cref="Citizen"/>, <see cref="Refuse"/>,
/// <see cref="DelayMs"/>, <see cref="Notify"/>, <see cref="AmountCents"/>) applies to operations created later;
/// any other applies to calls of the service.
/// </summary>
internal sealed record Behaviour
{
    /// <summary>Name of the service's operation concerned. Absent: every one.</summary>
    public string? Operation { get; init; }

    /// <summary>Regular expression of the references concerned. Absent: every one. A call that names no reference is looked up by its idOp.</summary>
    public string? Refdet { get; init; }

    /// <summary>How many times it applies. Absent: always.</summary>
    public int? Times { get; init; }

    /// <summary>Shorthand: the next N calls fail with <see cref="Status"/> (500 if absent).</summary>
    public int? FailNext { get; init; }

    /// <summary>Waits this many milliseconds before working.</summary>
    public int LatencyMs { get; init; }

    /// <summary>Answers this HTTP status with no SOAP envelope, without doing anything.</summary>
    public int? Status { get; init; }

    /// <summary>Seconds given as <c>Retry-After</c> with <see cref="Status"/>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Name of the fault to answer: FonctionnelleErreur, TechDysfonctionnementErreur, TechIndisponibiliteErreur or TechProtocolaireErreur.</summary>
    public string? Fault { get; init; }

    /// <summary>Code of the fault, for example P1. Default: P5 for FonctionnelleErreur, T1 for the others.</summary>
    public string? Code { get; init; }

    /// <summary>Resets the connection before doing anything.</summary>
    public bool Reset { get; init; }

    /// <summary>Does the work, then resets the connection instead of answering.</summary>
    public bool DropAnswer { get; init; }

    /// <summary>Does the work, then kills its own process instead of answering.</summary>
    public bool Die { get; init; }

    /// <summary>Never answers: holds the call until the caller gives up.</summary>
    public bool Hang { get; init; }

    /// <summary>Answers something that is not SOAP.</summary>
    public bool Garble { get; init; }

    /// <summary>pay, payTwice, refuse (R), directDebit (V), directDebitRefused (Z), abandon (A) or never.</summary>
    public string? Citizen { get; init; }

    /// <summary>Shorthand for <see cref="Citizen"/> = refuse.</summary>
    public bool Refuse { get; init; }

    /// <summary>Milliseconds that the citizen takes.</summary>
    public int? DelayMs { get; init; }

    /// <summary>once, never, twice, tenTimes, early or earlyThenOnce.</summary>
    public Notifications? Notify { get; init; }

    /// <summary>Amount debited instead of the one asked, in cents.</summary>
    public long? AmountCents { get; init; }

    /// <summary>Whether it is about the citizen rather than about calls.</summary>
    [JsonIgnore]
    public bool IsConduct => Citizen is not null || Refuse || DelayMs is not null || Notify is not null || AmountCents is not null;

    /// <summary>How many times it applies; null for always.</summary>
    [JsonIgnore]
    public int? Limit => FailNext ?? Times;

    /// <summary>The status to answer, with the shorthand applied.</summary>
    [JsonIgnore]
    public int? EffectiveStatus => Status ?? (FailNext is null || Fault is not null ? null : 500);
}
