using System.Text.Json.Serialization;

namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>A misbehaviour told over <c>POST /stand-in/behaviour</c>.</summary>
internal sealed record Behaviour
{
    /// <summary>ouvrir, modifier, consulter, rechercher, doublons or sante. Absent: every one.</summary>
    public string? Operation { get; init; }

    /// <summary>How many times it applies. Absent: always.</summary>
    public int? Times { get; init; }

    /// <summary>Shorthand: the next N calls fail with <see cref="Status"/> (500 if absent).</summary>
    public int? FailNext { get; init; }

    /// <summary>Waits this many milliseconds before working.</summary>
    public int LatencyMs { get; init; }

    /// <summary>Answers this HTTP status without doing anything.</summary>
    public int? Status { get; init; }

    /// <summary>Seconds given as <c>Retry-After</c> with <see cref="Status"/>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Resets the connection before doing anything.</summary>
    public bool Reset { get; init; }

    /// <summary>Does the work, then resets the connection instead of answering.</summary>
    public bool DropAnswer { get; init; }

    /// <summary>Does the work, then kills its own process instead of answering.</summary>
    public bool Die { get; init; }

    /// <summary>Never answers: holds the call until the caller gives up.</summary>
    public bool Hang { get; init; }

    /// <summary>Answers something that is not JSON.</summary>
    public bool Garble { get; init; }

    /// <summary>How many times it applies; null for always.</summary>
    [JsonIgnore]
    public int? Limit => FailNext ?? Times;

    /// <summary>The status to answer, with the shorthand applied.</summary>
    [JsonIgnore]
    public int? EffectiveStatus => Status ?? (FailNext is null ? null : 500);
}
