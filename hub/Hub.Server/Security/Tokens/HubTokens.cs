using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Web;

namespace Hub.Server.Security.Tokens;

/// <summary>
/// The hub's own signed tokens: JSON Web Tokens (RFC 7519) with HMAC-SHA-256, for the designer's sign-in and the browser session.
/// A token names the API key that it was made from and carries no right of its own: it is worth what that key is worth when it
/// is used, so revoking the key ends it. Only the exact header below is accepted, hence no other algorithm, no key by address.
/// </summary>
internal sealed class HubTokens(ServerSecret secret, ApiKeyRing ring, IdGenerator ids, TimeProvider clock)
{
    private const string Issuer = "urn:hub";
    private const int LongestToken = 4096;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    private readonly byte[] signingKey = secret.KeyFor("token");

    /// <param name="sessionId">The session that a refresh continues; null begins one.</param>
    /// <param name="notAfter">The end of that session; null begins one.</param>
    public IssuedToken Issue(HeldKey key, TokenUse use, string? sessionId = null, DateTimeOffset? notAfter = null)
    {
        var now = clock.GetUtcNow();
        var session = sessionId ?? ids.NewId();
        var expiresAt = Earliest(now + LifetimeOf(use), notAfter, key.Key.ExpiresAt);
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new TokenClaims
        {
            Issuer = Issuer,
            Audience = AudienceOf(use),
            Subject = key.Key.Id,
            Name = key.Key.DisplayName,
            Permissions = [.. key.Permissions.Order(StringComparer.Ordinal)],
            Session = session,
            IssuedAt = now.ToUnixTimeSeconds(),
            Expires = expiresAt.ToUnixTimeSeconds(),
        }));
        return new($"{Header}.{body}.{Sign(body)}", session, expiresAt);
    }

    /// <summary>The key behind a token and its session, or null when the token is not ours, not for this use, over, signed out, or its key is no longer live.</summary>
    public CheckedToken? Check(string token, TokenUse use)
    {
        // 1. Ours, to the last bit.
        if (token.Length > LongestToken || token.Split('.') is not [var header, var body, var signature] || header != Header
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(body)), Encoding.UTF8.GetBytes(signature)))
        {
            return null;
        }

        // 2. Signed by us, so it reads; for this use, and not over.
        var claims = JsonSerializer.Deserialize<TokenClaims>(Base64Url.DecodeFromChars(body));
        var now = clock.GetUtcNow();
        if (claims is null || claims.Issuer != Issuer || claims.Audience != AudienceOf(use) || claims.Expires <= now.ToUnixTimeSeconds())
        {
            return null;
        }

        // 3. Not signed out, and its key still opens the door.
        return ring.IsEnded(claims.Session) || ring.FindLive(claims.Subject) is not { } key
            ? null
            : new(key, claims.Session, DateTimeOffset.FromUnixTimeSeconds(claims.Expires));
    }

    private static TimeSpan LifetimeOf(TokenUse use) => use switch
    {
        TokenUse.Access => TimeSpan.FromMinutes(30),
        TokenUse.Refresh => TimeSpan.FromHours(8),
        TokenUse.Session => TimeSpan.FromHours(8),
        _ => throw new ArgumentOutOfRangeException(nameof(use), use, "Give every use a lifetime."),
    };

    // The use is the audience, so that a refresh token cannot pass for an access token.
    private static string AudienceOf(TokenUse use) => use switch
    {
        TokenUse.Access => "hub/access",
        TokenUse.Refresh => "hub/refresh",
        TokenUse.Session => "hub/session",
        _ => throw new ArgumentOutOfRangeException(nameof(use), use, "Give every use an audience."),
    };

    private static DateTimeOffset Earliest(DateTimeOffset first, params ReadOnlySpan<DateTimeOffset?> others)
    {
        foreach (var other in others)
        {
            first = other < first ? other.Value : first;
        }

        return first;
    }

    private string Sign(string body) => Base64Url.EncodeToString(HMACSHA256.HashData(signingKey, Encoding.ASCII.GetBytes($"{Header}.{body}")));
}

/// <summary>What a token is for.</summary>
internal enum TokenUse
{
    /// <summary>Sent as <c>Bearer</c>; 30 minutes.</summary>
    Access,

    /// <summary>Buys a new access token; 8 hours at most since the sign-in.</summary>
    Refresh,

    /// <summary>The browser's cookie; 8 hours, not prolonged by use.</summary>
    Session,
}

internal sealed record IssuedToken(string Text, string SessionId, DateTimeOffset ExpiresAt);

internal sealed record CheckedToken(HeldKey Key, string SessionId, DateTimeOffset ExpiresAt);
