namespace Hub.Server.Security.ApiKeys;

/// <summary>An API key as it is kept: everything but the key itself, of which only a keyed hash remains.</summary>
public sealed record ApiKey
{
    /// <summary>Any local authority.</summary>
    public const string EveryTenant = "*";

    /// <summary>Public id, part of the key's text (<c>hubk_ID_secret</c>); names the key in lists and in the audit log.</summary>
    public required string Id { get; init; }

    /// <summary>What the key is for, in its creator's words; no person's name is needed.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The start of the key's text, so that a holder can tell which key is meant. Empty for a key whose value the operator chose.</summary>
    public required string Prefix { get; init; }

    /// <summary>HMAC-SHA-256 of the whole text under the server's secret.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>One or more of <see cref="Security.Roles"/>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Narrows the roles' permissions to these; empty means no narrowing.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The SIREN that the key is bound to, or <see cref="EveryTenant"/>.</summary>
    public required string Tenant { get; init; }

    /// <summary>The connector that the key is bound to; null for every other key.</summary>
    public string? Connector { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on the key is refused; null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Written lazily: at most a minute late.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public bool IsLive(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);
}
