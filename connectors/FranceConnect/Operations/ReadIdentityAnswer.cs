using System.Text.Json.Serialization;
using Hub.Connectors.FranceConnect.Identity;

namespace Hub.Connectors.FranceConnect.Operations;

/// <summary>The reply to <c>readIdentity</c>: an identity, or the link that the citizen has been sent.</summary>
internal sealed record ReadIdentityAnswer
{
    /// <summary><c>identified</c> or <c>signInRequired</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Names this sign-in in events, journeys and FranceConnect's ledger.</summary>
    public required string Reference { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PivotIdentity? Identity { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Assurance { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SignInUrl { get; init; }
}

/// <summary>A failure of <c>readIdentity</c>, under a code of the manifest.</summary>
internal sealed record ReadIdentityFailure(string Code, string Message, bool Retryable);
