using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Connectors.FranceConnect.Identity;
using Hub.Connectors.FranceConnect.Jose;
using Hub.Connectors.FranceConnect.SignIns;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.Oidc;

/// <summary>
/// The authorization code flow with PKCE (OpenID Connect Core 3.1, RFC 7636, RFC 9700):
/// 1. the browser goes to the provider with state, nonce, challenge and the assurance asked;
/// 2. its code is redeemed, with the verifier and the client's proof, for an ID token and an access token;
/// 3. the ID token is verified and must answer this attempt;
/// 4. user info is decrypted, verified, must be about the same citizen, and becomes the pivot identity.
/// </summary>
internal sealed class CodeFlow(
    FranceConnectOptions options,
    ConnectorAddress address,
    ConnectorKeys keys,
    ProviderDirectory directory,
    ProviderClient client,
    ClientAuthentication authentication,
    TokenRules rules)
{
    private const string ClaimsAsked = """{"id_token":{"amr":{"essential":true}}}""";
    private static readonly string[] UserinfoAlgorithms = ["ES256"];

    public async Task<string> AuthorizeUrlAsync(Attempt attempt, string? loginHint, CancellationToken cancellationToken)
    {
        var metadata = await directory.MetadataAsync(cancellationToken);
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = options.ClientId,
            ["redirect_uri"] = address.Callback,
            ["scope"] = options.Scopes,
            ["acr_values"] = attempt.Assurance,
            ["claims"] = ClaimsAsked,
            ["state"] = attempt.State,
            ["nonce"] = attempt.Nonce,
            ["code_challenge"] = StrictBase64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (!string.IsNullOrEmpty(loginHint))
        {
            query["login_hint"] = loginHint;
        }

        return QueryHelpers.AddQueryString(metadata.Authorization.AbsoluteUri, query);
    }

    /// <summary>Throws <see cref="ProofRefusedException"/>, <see cref="CodeNotTakenException"/> or <see cref="SourceUnavailableException"/>.</summary>
    public async Task<ProvedIdentity> RedeemAsync(Attempt attempt, string code, CancellationToken cancellationToken)
    {
        var metadata = await directory.MetadataAsync(cancellationToken);
        var tokens = await client.RedeemAsync(
            metadata.Token,
            [
                new("grant_type", "authorization_code"),
                new("code", code),
                new("redirect_uri", address.Callback),
                new("code_verifier", attempt.Verifier),
                .. authentication.Fields(metadata.Token),
            ],
            cancellationToken);
        var idToken = Text(tokens, "id_token");
        var accessToken = Text(tokens, "access_token");

        var claims = await directory.VerifyAsync(idToken, options.IdTokenAlgorithmList, cancellationToken);
        var (subject, assurance) = rules.CheckIdToken(claims, attempt.Nonce, attempt.Assurance, accessToken);
        return new ProvedIdentity(await ReadUserinfoAsync(metadata, accessToken, subject, cancellationToken), assurance, idToken);
    }

    /// <summary>Where the citizen ends the session at FranceConnect; null when that place is not known. A courtesy: it never fails.</summary>
    public async Task<string?> SignOutUrlAsync(string idToken, CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await directory.MetadataAsync(cancellationToken);
            return metadata.EndSession is { } end
                ? QueryHelpers.AddQueryString(end.AbsoluteUri, new Dictionary<string, string?>
                {
                    ["id_token_hint"] = idToken,
                    ["state"] = StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(24)),
                    ["post_logout_redirect_uri"] = address.Origin + "/signed-out",
                })
                : null;
        }
        catch (SourceUnavailableException)
        {
            return null;
        }
    }

    private async Task<PivotIdentity> ReadUserinfoAsync(ProviderMetadata metadata, string accessToken, string subject, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(
            () => new HttpRequestMessage(HttpMethod.Get, metadata.Userinfo)
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) },
            },
            "user info",
            cancellationToken);
        if (!JweReader.LooksEncrypted(answer))
        {
            throw new ProofRefusedException(ProofFault.NotEncrypted, "expected user info to be encrypted for the connector.");
        }

        var claims = await directory.VerifyAsync(JweReader.Decrypt(answer, keys.Decryption), UserinfoAlgorithms, cancellationToken);
        rules.CheckUserinfo(claims, subject);
        return PivotMapping.Map(claims);
    }

    private static string Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new ProofRefusedException(ProofFault.Malformed, $"the token endpoint gave no {name}.");
}
