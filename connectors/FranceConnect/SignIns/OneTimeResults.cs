using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Connectors.FranceConnect.Identity;
using Hub.Connectors.FranceConnect.Jose;

namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>What a one-time result stands for.</summary>
internal sealed record ResultContent(PivotIdentity Identity, string Assurance, string Reference);

/// <summary>How redeeming went; <see cref="Content"/> is there only when it was <see cref="RedeemEnd.Redeemed"/>.</summary>
internal sealed record Redemption(RedeemEnd End, ResultContent? Content = null);

internal enum RedeemEnd
{
    Redeemed,

    /// <summary>Never issued, forgotten, or another local authority's: the three look the same, so that guessing teaches nothing.</summary>
    Unknown,

    Used,
    Expired,
}

/// <summary>
/// One-time results: a citizen who signs in before sending a request gets one, the request carries it, and the connector gives the
/// identity for it, once, to the same local authority, within its lifetime. The same command asking again gets the same answer.
/// </summary>
internal sealed class OneTimeResults(FranceConnectOptions options, SignInJournal journal, TimeProvider time)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Issue(string tenant, ResultContent content)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var sealedContent = Seal(secret, JsonSerializer.SerializeToUtf8Bytes(content, Json));
        journal.Keep(new SealedResult(Hash(secret), tenant, sealedContent, time.GetUtcNow() + options.ResultLifetime));
        return StrictBase64Url.Encode(secret);
    }

    public Redemption Redeem(string result, string tenant, string idempotencyKey)
    {
        if (Read(result) is not { } secret)
        {
            return new Redemption(RedeemEnd.Unknown);
        }

        var now = time.GetUtcNow();
        var kept = journal.Use(Hash(secret), candidate => candidate.Tenant == tenant && candidate.ExpiresAt > now, idempotencyKey);
        return kept switch
        {
            null => new Redemption(RedeemEnd.Unknown),
            { Tenant: var owner } when owner != tenant => new Redemption(RedeemEnd.Unknown),
            { UsedBy: var user } when user == idempotencyKey => new Redemption(RedeemEnd.Redeemed, Open(secret, kept.Content)),
            { UsedBy: not null } => new Redemption(RedeemEnd.Used),
            _ => new Redemption(RedeemEnd.Expired),
        };
    }

    private static byte[]? Read(string result)
    {
        try
        {
            return StrictBase64Url.Decode(result) is { Length: 32 } secret ? secret : null;
        }
        catch (ProofRefusedException)
        {
            return null;
        }
    }

    private static byte[] Seal(byte[] secret, byte[] plain)
    {
        var sealedContent = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = sealedContent.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var gcm = new AesGcm(ContentKey(secret), TagBytes);
        gcm.Encrypt(nonce, plain, sealedContent.AsSpan(NonceBytes, plain.Length), sealedContent.AsSpan(NonceBytes + plain.Length));
        return sealedContent;
    }

    private static ResultContent Open(byte[] secret, byte[] sealedContent)
    {
        var plain = new byte[sealedContent.Length - NonceBytes - TagBytes];
        using var gcm = new AesGcm(ContentKey(secret), TagBytes);
        gcm.Decrypt(
            sealedContent.AsSpan(0, NonceBytes), sealedContent.AsSpan(NonceBytes, plain.Length), sealedContent.AsSpan(NonceBytes + plain.Length), plain);
        return JsonSerializer.Deserialize<ResultContent>(plain, Json)
            ?? throw new InvalidDataException("A one-time result opened to nothing.");
    }

    // Hash and key come from the secret under different labels: knowing the one stored does not give the other.
    private static byte[] ContentKey(byte[] secret) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.ASCII.GetBytes("one-time result: content"));

    private static string Hash(byte[] secret) => Convert.ToHexStringLower(SHA256.HashData(secret));
}
