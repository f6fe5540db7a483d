namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>A one-time result as it is kept: without the result itself, which only the citizen holds, nothing can be read from it.</summary>
/// <param name="Hash">SHA-256 of the result, in hexadecimal.</param>
/// <param name="Content">Identity and assurance, encrypted under a key that comes from the result.</param>
/// <param name="UsedBy">Idempotency key of the command that redeemed it; null while nobody has.</param>
internal sealed record SealedResult(string Hash, string Tenant, byte[] Content, DateTimeOffset ExpiresAt, string? UsedBy = null);
