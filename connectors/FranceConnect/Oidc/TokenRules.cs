using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Connectors.FranceConnect.Identity;
using Hub.Connectors.FranceConnect.Jose;

namespace Hub.Connectors.FranceConnect.Oidc;

/// <summary>What a well signed token must also say to be believed (OpenID Connect Core 3.1.3.7 and 5.3.2).</summary>
internal sealed class TokenRules(FranceConnectOptions options, TimeProvider time)
{
    /// <summary>Subject and assurance of an ID token that answers this attempt.</summary>
    public (string Subject, string Assurance) CheckIdToken(JsonElement claims, string nonce, string askedAssurance, string accessToken)
    {
        CheckIssuerAndAudience(claims);
        CheckTimes(claims, expiryNeeded: true);
        if (Text(claims, "nonce") is not { } given || !Same(given, nonce))
        {
            throw new ProofRefusedException(ProofFault.NonceWrong, "the ID token answers another request.");
        }

        // at_hash is optional in the code flow, but a wrong one means that token and ID token do not belong together.
        var leftHalf = SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16);
        if (Text(claims, "at_hash") is { } hash && !Same(hash, StrictBase64Url.Encode(leftHalf)))
        {
            throw new ProofRefusedException(ProofFault.AccessTokenHashWrong, "the access token is not the one that the ID token was given with.");
        }

        var acr = Text(claims, "acr");
        return Assurance.Satisfies(acr, askedAssurance) && acr is not null
            ? (Text(claims, "sub") ?? throw new ProofRefusedException(ProofFault.SubjectWrong, "the ID token has no sub."), acr)
            : throw new ProofRefusedException(ProofFault.AssuranceTooLow, $"expected {askedAssurance} or better.");
    }

    public void CheckUserinfo(JsonElement claims, string subject)
    {
        CheckIssuerAndAudience(claims);
        CheckTimes(claims, expiryNeeded: false);
        if (Text(claims, "sub") is not { } given || !Same(given, subject))
        {
            throw new ProofRefusedException(ProofFault.SubjectWrong, "user info and ID token are not about the same citizen.");
        }
    }

    private void CheckIssuerAndAudience(JsonElement claims)
    {
        if (Text(claims, "iss") != options.Issuer)
        {
            throw new ProofRefusedException(ProofFault.IssuerWrong, "the token is another provider's.");
        }

        var isForUs = claims.TryGetProperty("aud", out var audience) && audience.ValueKind switch
        {
            JsonValueKind.String => audience.ValueEquals(options.ClientId),
            JsonValueKind.Array when audience.GetArrayLength() == 1 => audience[0].ValueKind == JsonValueKind.String && audience[0].ValueEquals(options.ClientId),
            // With several audiences only azp says who asked for the token.
            JsonValueKind.Array => audience.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(options.ClientId))
                && Text(claims, "azp") == options.ClientId,
            _ => false,
        };
        if (!isForUs)
        {
            throw new ProofRefusedException(ProofFault.AudienceWrong, "the token is for another service.");
        }
    }

    private void CheckTimes(JsonElement claims, bool expiryNeeded)
    {
        var now = time.GetUtcNow();
        var expires = Time(claims, "exp");
        if (expires is null ? expiryNeeded : expires <= now - options.ClockSkew)
        {
            throw new ProofRefusedException(ProofFault.Expired, expires is null ? "the token has no exp." : "the token's time is over.");
        }

        if (Time(claims, "nbf") > now + options.ClockSkew || Time(claims, "iat") > now + options.ClockSkew)
        {
            throw new ProofRefusedException(ProofFault.NotYetValid, "the token's time has not come; check this machine's clock.");
        }
    }

    private static DateTimeOffset? Time(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var value))
        {
            return null;
        }

        // 253402300799 is the last second of the year 9999.
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : throw new ProofRefusedException(ProofFault.Malformed, $"{name} is not a time.");
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
