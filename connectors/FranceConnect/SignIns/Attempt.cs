namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>One trip of one browser to FranceConnect. It can come back once.</summary>
/// <param name="State"><c>reference.tenant.secret</c>: unguessable, and its first two parts name the sign-in in FranceConnect's own records too.</param>
/// <param name="Verifier">PKCE secret (RFC 7636).</param>
/// <param name="Browser">SHA-256 of the browser's cookie: a callback in another browser is a forged one.</param>
/// <param name="Assurance">The level asked for.</param>
internal sealed record Attempt(
    string State, string SignInId, string Nonce, string Verifier, string Browser, string Assurance, DateTimeOffset ExpiresAt);
