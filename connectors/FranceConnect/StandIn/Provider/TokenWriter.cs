using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Connectors.FranceConnect.StandIn.Behaviour;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>Writes ID tokens and user info, right or wrong as the citizen's behaviour says.</summary>
internal sealed class TokenWriter(ProviderKeys keys, StandInAddress address, BehaviourBook book, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    public string IdToken(Grant grant, string accessToken)
    {
        var wrong = HowWrong(grant);
        var now = time.GetUtcNow();
        var claims = Claims(grant, now, wrong);
        claims["nonce"] = wrong == Misbehaviour.WrongNonce ? new string('n', grant.Nonce.Length) : grant.Nonce;
        claims["acr"] = wrong == Misbehaviour.LowAcr ? "eidas0" : grant.AskedAcr;
        claims["at_hash"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16));
        claims["auth_time"] = now.ToUnixTimeSeconds();
        if (grant.AmrAsked)
        {
            claims["amr"] = new JsonArray("fc", "pwd");
        }

        switch (wrong)
        {
            case Misbehaviour.Expired:
                claims["exp"] = (now - TimeSpan.FromHours(1)).ToUnixTimeSeconds();
                break;
            case Misbehaviour.NotYetValid:
                claims["nbf"] = (now + TimeSpan.FromHours(1)).ToUnixTimeSeconds();
                break;
        }

        return wrong switch
        {
            Misbehaviour.AlgNone => JoseWriter.Sign(new JsonObject { ["alg"] = "none" }, claims, _ => []),
            Misbehaviour.HmacWithPublicKey => JoseWriter.Sign(
                new JsonObject { ["alg"] = "HS256", ["kid"] = keys.Rsa.Kid }, claims, input => HMACSHA256.HashData(keys.Rsa.Key.ExportSubjectPublicKeyInfo(), input)),
            Misbehaviour.EmbeddedKey => JoseWriter.Sign(
                new JsonObject { ["alg"] = "ES256", ["jwk"] = ProviderKeys.EcKey("forged", keys.Forger) }, claims, input => JoseWriter.Es256(keys.Forger, input)),
            Misbehaviour.ForeignKey => JoseWriter.Sign(
                new JsonObject { ["alg"] = "ES256", ["kid"] = keys.Ec.Kid }, claims, input => JoseWriter.Es256(keys.Forger, input)),
            _ when grant.Client.IdTokenSignedResponseAlg == "RS256" => Signed("RS256", claims, wrong == Misbehaviour.WrongSignature),
            _ => Signed("ES256", claims, wrong == Misbehaviour.WrongSignature),
        };
    }

    /// <summary>User info as a JWS, before it is encrypted for the client.</summary>
    public string Userinfo(Grant grant)
    {
        var wrong = HowWrong(grant);
        var claims = Claims(grant, time.GetUtcNow(), Misbehaviour.None);
        ClaimScopes.Write(grant.Citizen!, grant.Scopes, claims); // only a grant with a citizen has an access token
        switch (wrong)
        {
            case Misbehaviour.OtherSubject:
                claims["sub"] = new string('0', 64) + "v1";
                break;
            case Misbehaviour.MissingName:
                claims.Remove("family_name");
                break;
        }

        return wrong == Misbehaviour.UserinfoOtherAlgorithm
            ? JoseWriter.Sign(new JsonObject { ["alg"] = "none" }, claims, _ => [])
            : Signed("ES256", claims, wrong == Misbehaviour.UserinfoWrongSignature);
    }

    public Misbehaviour HowWrong(Grant grant) => book.For(grant.Citizen?.LoginHint).Misbehave;

    private JsonObject Claims(Grant grant, DateTimeOffset now, Misbehaviour wrong) => new()
    {
        ["iss"] = wrong == Misbehaviour.WrongIssuer ? "https://elsewhere.example/api/v2" : address.Issuer,
        ["aud"] = wrong == Misbehaviour.WrongAudience ? "another-client" : grant.Client.ClientId,
        ["sub"] = Subject(grant),
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
    };

    // FranceConnect's identifiers differ from one client to the next and end with the version of their making.
    private static string Subject(Grant grant) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(grant.Client.ClientId + "|" + grant.Citizen?.LoginHint))) + "v1";

    private string Signed(string alg, JsonObject claims, bool spoilt)
    {
        var kid = alg == "RS256" ? keys.Rsa.Kid : keys.Ec.Kid;
        return JoseWriter.Sign(new JsonObject { ["alg"] = alg, ["typ"] = "JWT", ["kid"] = kid }, claims, input =>
        {
            var signature = alg == "RS256" ? JoseWriter.Rs256(keys.Rsa.Key, input) : JoseWriter.Es256(keys.Ec.Key, input);
            signature[0] ^= (byte)(spoilt ? 1 : 0);
            return signature;
        });
    }
}
