using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors.FranceConnect;
using Hub.Connectors.FranceConnect.Jose;
using Hub.Connectors.FranceConnect.Oidc;

namespace Hub.Connectors.Tests.FranceConnect.Oidc;

public class TokenRulesTests
{
    private const string Nonce = "0123456789abcdef0123456789abcdef";
    private static readonly FranceConnectOptions Options = new();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("iss", null, nameof(ProofFault.IssuerWrong))]
    [InlineData("iss", "\"http://127.0.0.1:5091/api/v2/\"", nameof(ProofFault.IssuerWrong))]
    [InlineData("iss", "[\"http://127.0.0.1:5091/api/v2\"]", nameof(ProofFault.IssuerWrong))]
    [InlineData("aud", null, nameof(ProofFault.AudienceWrong))]
    [InlineData("aud", "\"hub-demo-2\"", nameof(ProofFault.AudienceWrong))]
    [InlineData("aud", "[]", nameof(ProofFault.AudienceWrong))]
    [InlineData("aud", "[\"other\"]", nameof(ProofFault.AudienceWrong))]
    [InlineData("aud", "[\"hub-demo\",\"other\"]", nameof(ProofFault.AudienceWrong))]
    [InlineData("aud", "{\"hub-demo\":1}", nameof(ProofFault.AudienceWrong))]
    [InlineData("exp", null, nameof(ProofFault.Expired))]
    [InlineData("exp", "1", nameof(ProofFault.Expired))]
    [InlineData("exp", "\"9999999999\"", nameof(ProofFault.Malformed))]
    [InlineData("exp", "-1", nameof(ProofFault.Malformed))]
    [InlineData("exp", "1e300", nameof(ProofFault.Malformed))]
    [InlineData("nbf", "9999999999", nameof(ProofFault.NotYetValid))]
    [InlineData("iat", "9999999999", nameof(ProofFault.NotYetValid))]
    [InlineData("nonce", null, nameof(ProofFault.NonceWrong))]
    [InlineData("nonce", "\"\"", nameof(ProofFault.NonceWrong))]
    [InlineData("nonce", "\"0123456789abcdef0123456789abcdeF\"", nameof(ProofFault.NonceWrong))]
    [InlineData("at_hash", "\"AAAAAAAAAAAAAAAAAAAAAA\"", nameof(ProofFault.AccessTokenHashWrong))]
    [InlineData("acr", null, nameof(ProofFault.AssuranceTooLow))]
    [InlineData("acr", "\"eidas1\"", nameof(ProofFault.AssuranceTooLow))]
    [InlineData("acr", "\"eidas4\"", nameof(ProofFault.AssuranceTooLow))]
    [InlineData("acr", "\"urn:eidas3\"", nameof(ProofFault.AssuranceTooLow))]
    [InlineData("sub", null, nameof(ProofFault.SubjectWrong))]
    public void CheckIdToken_OneClaimWrong_IsRefused(string claim, string? value, string fault)
    {
        var claims = Claims(all =>
        {
            all.Remove(claim);
            if (value is not null)
            {
                all[claim] = JsonNode.Parse(value);
            }
        });

        var refused = Assert.Throws<ProofRefusedException>(() => Rules().CheckIdToken(claims, Nonce, "eidas2", "token"));

        Assert.Equal(fault, refused.Fault.ToString());
    }

    [Theory]
    [InlineData("acr", "\"eidas3\"")]
    [InlineData("aud", "[\"hub-demo\"]")]
    public void CheckIdToken_AsGood_IsTaken(string claim, string value)
    {
        var claims = Claims(all => all[claim] = JsonNode.Parse(value));

        var (subject, _) = Rules().CheckIdToken(claims, Nonce, "eidas2", "token");

        Assert.Equal("abcv1", subject);
    }

    [Fact]
    public void CheckIdToken_SeveralAudiences_AreTakenWhenTheTokenWasAskedByUs()
    {
        var claims = Claims(all => (all["aud"], all["azp"]) = (new JsonArray("other", "hub-demo"), "hub-demo"));

        Assert.Equal("eidas2", Rules().CheckIdToken(claims, Nonce, "eidas2", "token").Assurance);
    }

    [Fact]
    public void CheckIdToken_ClocksApart_ForgivesAMinuteAndNoMore()
    {
        var claims = Claims(_ => { });

        _time.Advance(TimeSpan.FromSeconds(115));
        Rules().CheckIdToken(claims, Nonce, "eidas2", "token");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Throws<ProofRefusedException>(() => Rules().CheckIdToken(claims, Nonce, "eidas2", "token"));
    }

    private TokenRules Rules() => new(Options, _time);

    private JsonElement Claims(Action<JsonObject> change)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Options.Issuer, ["aud"] = Options.ClientId, ["sub"] = "abcv1", ["nonce"] = Nonce, ["acr"] = "eidas2", ["iat"] = now, ["exp"] = now + 60,
        };
        change(claims);
        return JsonSerializer.SerializeToElement(claims);
    }
}
