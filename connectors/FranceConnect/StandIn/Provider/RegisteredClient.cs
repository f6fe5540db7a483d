namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>A service provider as its partner area at FranceConnect describes it.</summary>
internal sealed record RegisteredClient
{
    public required string ClientId { get; init; }

    /// <summary>For <c>client_secret_post</c>. Absent: only <c>private_key_jwt</c> is taken.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Compared character by character, as OpenID Connect Core 3.1.2.1 asks.</summary>
    public required IReadOnlyList<string> RedirectUris { get; init; }

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>Where its public keys are: one to encrypt user info for it, one to verify its assertions with.</summary>
    public required string JwksUri { get; init; }

    /// <summary><c>ES256</c> (default) or <c>RS256</c>.</summary>
    public string IdTokenSignedResponseAlg { get; init; } = "ES256";

    /// <summary><c>RSA-OAEP-256</c> (default) or <c>ECDH-ES</c>.</summary>
    public string UserinfoEncryptedResponseAlg { get; init; } = "RSA-OAEP-256";

    /// <summary>SIREN of the local authority it serves, for the ledger. Default: a made-up one.</summary>
    public string Siren { get; init; } = "219900011";
}
