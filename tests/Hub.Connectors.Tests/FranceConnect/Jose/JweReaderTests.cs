using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors.FranceConnect.Jose;
using Hub.Connectors.FranceConnect.StandIn.Provider;

namespace Hub.Connectors.Tests.FranceConnect.Jose;

public sealed class JweReaderTests : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDiffieHellman _ec = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void Decrypt_RsaTokenOfAnotherImplementation_Opens()
    {
        using var rsa = RSA.Create(RsaParameters(JweVectors.RsaKey));

        var plain = JweReader.Decrypt(JweVectors.RsaToken, new DecryptionKeys("r", rsa, "e", _ec));

        Assert.Equal(JweVectors.Plain, plain);
    }

    [Fact]
    public void Decrypt_EcdhTokenOfAnotherImplementationWithPartyNames_Opens()
    {
        using var ec = ECDiffieHellman.Create(EcParameters(JweVectors.EcdhKey));

        var plain = JweReader.Decrypt(JweVectors.EcdhToken, new DecryptionKeys("r", _rsa, "e", ec));

        Assert.Equal(JweVectors.Plain, plain);
    }

    [Theory]
    [InlineData("RSA-OAEP-256")]
    [InlineData("ECDH-ES")]
    public void Decrypt_AnyCharacterChanged_IsRefused(string alg)
    {
        var token = JoseWriter.Encrypt("""{"a":1}""", alg, PublicKey(alg));

        for (var at = 0; at < token.Length; at++)
        {
            var spoilt = token[..at] + (token[at] == 'B' ? 'C' : 'B') + token[(at + 1)..];
            Assert.Throws<ProofRefusedException>(() => JweReader.Decrypt(spoilt, Keys()));
        }
    }

    [Fact]
    public void Decrypt_EphemeralPointOffTheCurve_IsRefusedBeforeTheKeyIsUsed()
    {
        var token = JoseWriter.Encrypt("x", "ECDH-ES", PublicKey("ECDH-ES"));
        var header = JsonNode.Parse(StrictBase64Url.Decode(token.Split('.')[0]))!.AsObject();
        header["epk"]!["y"] = header["epk"]!["x"]!.DeepClone();

        var refused = Assert.Throws<ProofRefusedException>(() => JweReader.Decrypt(WithHeader(token, header), Keys()));

        Assert.Equal(ProofFault.Malformed, refused.Fault);
    }

    [Theory]
    [InlineData("alg", "RSA1_5")]
    [InlineData("alg", "RSA-OAEP")]
    [InlineData("alg", "dir")]
    [InlineData("enc", "A128CBC-HS256")]
    public void Decrypt_OtherAlgorithm_IsRefused(string member, string value)
    {
        var token = JoseWriter.Encrypt("x", "RSA-OAEP-256", PublicKey("RSA-OAEP-256"));
        var header = JsonNode.Parse(StrictBase64Url.Decode(token.Split('.')[0]))!.AsObject();
        header[member] = value;

        var refused = Assert.Throws<ProofRefusedException>(() => JweReader.Decrypt(WithHeader(token, header), Keys()));

        Assert.Equal(ProofFault.AlgorithmNotAllowed, refused.Fault);
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("jku")]
    [InlineData("crit")]
    public void Decrypt_HeaderThatBringsMore_IsRefused(string member)
    {
        var token = JoseWriter.Encrypt("x", "RSA-OAEP-256", PublicKey("RSA-OAEP-256"));
        var header = JsonNode.Parse(StrictBase64Url.Decode(token.Split('.')[0]))!.AsObject();
        header[member] = "DEF";

        var refused = Assert.Throws<ProofRefusedException>(() => JweReader.Decrypt(WithHeader(token, header), Keys()));

        Assert.Equal(ProofFault.HeaderNotAllowed, refused.Fault);
    }

    [Fact]
    public void Decrypt_WrappedForAnotherKey_FailsLikeContentThatDoesNotOpen()
    {
        using var other = RSA.Create(2048);
        var token = JoseWriter.Encrypt("x", "RSA-OAEP-256", PublicKey("RSA-OAEP-256"));

        var refused = Assert.Throws<ProofRefusedException>(() => JweReader.Decrypt(token, new DecryptionKeys("r", other, "e", _ec)));

        Assert.Equal(ProofFault.DecryptionFailed, refused.Fault);
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
    }

    private DecryptionKeys Keys() => new("r", _rsa, "e", _ec);

    private JsonObject PublicKey(string alg)
    {
        if (alg == "ECDH-ES")
        {
            var point = _ec.ExportParameters(false).Q;
            return new JsonObject { ["kid"] = "e", ["x"] = StrictBase64Url.Encode(point.X), ["y"] = StrictBase64Url.Encode(point.Y) };
        }

        var rsa = _rsa.ExportParameters(false);
        return new JsonObject { ["kid"] = "r", ["n"] = StrictBase64Url.Encode(rsa.Modulus), ["e"] = StrictBase64Url.Encode(rsa.Exponent) };
    }

    private static string WithHeader(string token, JsonObject header) =>
        StrictBase64Url.Encode(Encoding.UTF8.GetBytes(header.ToJsonString())) + token[token.IndexOf('.', StringComparison.Ordinal)..];

    private static RSAParameters RsaParameters(string jwk)
    {
        using var key = JsonDocument.Parse(jwk);
        byte[] Member(string name) => StrictBase64Url.Decode(key.RootElement.GetProperty(name).GetString());
        return new RSAParameters
        {
            Modulus = Member("n"), Exponent = Member("e"), D = Member("d"), P = Member("p"), Q = Member("q"), DP = Member("dp"), DQ = Member("dq"), InverseQ = Member("qi"),
        };
    }

    private static ECParameters EcParameters(string jwk)
    {
        using var key = JsonDocument.Parse(jwk);
        byte[] Member(string name) => StrictBase64Url.Decode(key.RootElement.GetProperty(name).GetString());
        return new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Member("x"), Y = Member("y") }, D = Member("d") };
    }
}
