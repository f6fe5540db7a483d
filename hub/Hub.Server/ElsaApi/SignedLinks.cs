using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Server.Security;

namespace Hub.Server.ElsaApi;

/// <summary>
/// Addresses that let somebody without an account do one thing once: send an event to an instance, or resume a bookmark. The token
/// in the address is signed (HMAC-SHA-256), says what it is for, and ends after at most 30 days, as long as the inbox remembers
/// that it was used.
/// </summary>
internal sealed class SignedLinks(ServerSecret secret, IdGenerator ids, TimeProvider clock)
{
    private const int LongestToken = 2048;

    private readonly byte[] key = secret.KeyFor("elsa-links");

    /// <summary>How long a link lives that is given no time, and at most.</summary>
    public static TimeSpan LongestLife { get; } = TimeSpan.FromDays(30);

    public string Create(LinkPurpose purpose, string instanceId, string name, TimeSpan? lifetime)
    {
        var life = lifetime is { } given && given < LongestLife ? given : LongestLife;
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new SignedLink(ids.NewId(), purpose, instanceId, name, (clock.GetUtcNow() + life).ToUnixTimeSeconds())));
        return $"{body}.{Sign(body)}";
    }

    /// <summary>What a token is for; null when it is not ours, for something else, or over.</summary>
    public SignedLink? Read(string? token, LinkPurpose purpose)
    {
        if (token is null || token.Length > LongestToken || token.Split('.') is not [var body, var signature]
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(body)), Encoding.UTF8.GetBytes(signature)))
        {
            return null;
        }

        // Signed by us, so it reads.
        var link = JsonSerializer.Deserialize<SignedLink>(Base64Url.DecodeFromChars(body));
        return link is not null && link.Purpose == purpose && link.Expires > clock.GetUtcNow().ToUnixTimeSeconds() ? link : null;
    }

    private string Sign(string body) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(body)));
}

/// <summary>What a link does.</summary>
internal enum LinkPurpose
{
    /// <summary>Sends an event to one instance.</summary>
    TriggerEvent,

    /// <summary>Resumes one bookmark.</summary>
    ResumeBookmark,
}

/// <param name="Id">The link's own id: it works once.</param>
/// <param name="Name">The event's name, or the bookmark's id.</param>
/// <param name="Expires">Seconds since 1970.</param>
internal sealed record SignedLink(string Id, LinkPurpose Purpose, string InstanceId, string Name, long Expires);
