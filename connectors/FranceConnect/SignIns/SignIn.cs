using System.Text.Json.Serialization;

namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>A citizen asked to prove who they are: for a journey that waits, or before a request is sent. Holds nothing about the citizen.</summary>
internal sealed record SignIn
{
    /// <summary>Also the reference that journey, ledger and events share. Letters, digits and hyphens only.</summary>
    public required string Id { get; init; }

    /// <summary>SIREN of the local authority.</summary>
    public required string Tenant { get; init; }

    /// <summary>The journey that waits for it; null when the citizen signs in first and receives a one-time result.</summary>
    public string? JourneyId { get; init; }

    public string? CaseId { get; init; }

    public string? TraceParent { get; init; }

    /// <summary>Lowest level that is taken.</summary>
    public required string Assurance { get; init; }

    /// <summary>Where the browser goes with the one-time result; null shows it on a page.</summary>
    public string? ReturnTo { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The link reached its citizen.</summary>
    public bool Delivered { get; init; }

    public SignInState State { get; init; }

    [JsonIgnore]
    public bool IsForJourney => JourneyId is not null;
}

/// <summary>Where a sign-in stands. Only an open one changes.</summary>
internal enum SignInState
{
    Open,
    Proved,
    Refused,
}
