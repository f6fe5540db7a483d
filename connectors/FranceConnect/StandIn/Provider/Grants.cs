using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hub.Connectors.FranceConnect.StandIn.Citizens;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>An authorization request that was found in order, and later the citizen who answered it.</summary>
internal sealed record Grant
{
    public required RegisteredClient Client { get; init; }

    public required string RedirectUri { get; init; }

    public required IReadOnlySet<string> Scopes { get; init; }

    public required string State { get; init; }

    public required string Nonce { get; init; }

    public required string CodeChallenge { get; init; }

    public required string AskedAcr { get; init; }

    /// <summary>FranceConnect gives <c>amr</c> only to those who ask for it by the <c>claims</c> parameter.</summary>
    public required bool AmrAsked { get; init; }

    public string? LoginHint { get; init; }

    public TestCitizen? Citizen { get; init; }

    /// <summary>Set when the code is redeemed: the code of RFC 6749 4.1.2 works once, and a second use ends what the first one gave.</summary>
    public string? AccessToken { get; set; }

    public DateTimeOffset Expires { get; init; }
}

/// <summary>Interactions, authorization codes and access tokens, in memory: a restart signs everybody out, as a sandbox may.</summary>
internal sealed class Grants(TimeProvider time)
{
    public static readonly TimeSpan InteractionLifetime = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Grant> _interactions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant> _tokens = new(StringComparer.Ordinal);
    private readonly Lock _redeeming = new();

    public string Ask(Grant grant) => Keep(_interactions, grant, InteractionLifetime);

    public Grant? Asked(string interaction) => Alive(_interactions, interaction);

    /// <summary>Ends the interaction; null when it has ended already.</summary>
    public Grant? Close(string interaction) => _interactions.TryRemove(interaction, out var grant) && grant.Expires > time.GetUtcNow() ? grant : null;

    public string IssueCode(Grant grant) => Keep(_codes, grant, CodeLifetime);

    /// <summary>Gives an access token for a code, once.</summary>
    public (Grant Grant, string AccessToken)? Redeem(string code, Func<Grant, bool> isHolder)
    {
        lock (_redeeming)
        {
            if (Alive(_codes, code) is not { } grant || !isHolder(grant))
            {
                return null;
            }

            if (grant.AccessToken is { } earlier)
            {
                _tokens.TryRemove(earlier, out _);
                return null;
            }

            var token = Keep(_tokens, grant, TokenLifetime);
            grant.AccessToken = token;
            return (grant, token);
        }
    }

    public Grant? ForToken(string token) => Alive(_tokens, token);

    private string Keep(ConcurrentDictionary<string, Grant> where, Grant grant, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        foreach (var (old, held) in where)
        {
            if (held.Expires <= now)
            {
                where.TryRemove(old, out _);
            }
        }

        var key = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        where[key] = grant with { Expires = now + lifetime };
        return key;
    }

    private Grant? Alive(ConcurrentDictionary<string, Grant> where, string key) =>
        where.TryGetValue(key, out var grant) && grant.Expires > time.GetUtcNow() ? grant : null;
}
