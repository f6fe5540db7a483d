using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Connectors.FranceConnect.Jose;

namespace Hub.Connectors.FranceConnect.Oidc;

/// <summary>How the connector proves to the token endpoint who it is (OpenID Connect Core 9).</summary>
internal sealed class ClientAuthentication(FranceConnectOptions options, ConnectorKeys keys, TimeProvider time)
{
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromSeconds(60);

    public IEnumerable<KeyValuePair<string, string>> Fields(Uri tokenEndpoint)
    {
        yield return new("client_id", options.ClientId);
        if (options.ClientAuthentication == "client_secret_post")
        {
            yield return new("client_secret", options.ClientSecret);
            yield break;
        }

        yield return new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        yield return new("client_assertion", Assertion(tokenEndpoint));
    }

    private string Assertion(Uri tokenEndpoint)
    {
        var now = time.GetUtcNow();
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = keys.SigningKid };
        var claims = new JsonObject
        {
            ["iss"] = options.ClientId,
            ["sub"] = options.ClientId,
            ["aud"] = tokenEndpoint.AbsoluteUri,
            ["jti"] = StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(16)),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + AssertionLifetime).ToUnixTimeSeconds(),
        };
        var input = Encode(header) + "." + Encode(claims);
        return input + "." + StrictBase64Url.Encode(keys.Sign(Encoding.ASCII.GetBytes(input)));
    }

    private static string Encode(JsonObject json) => StrictBase64Url.Encode(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
