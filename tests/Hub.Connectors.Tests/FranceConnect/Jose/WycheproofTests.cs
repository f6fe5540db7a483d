using System.Security.Cryptography;
using System.Text.Json;
using Hub.Connectors.FranceConnect.Jose;

namespace Hub.Connectors.Tests.FranceConnect.Jose;

/// <summary>Project Wycheproof's JOSE vectors: none that is invalid may be accepted, and our two algorithms accept those that are valid.</summary>
public class WycheproofTests
{
    private const string Suite = "wycheproof-jose";
    private static readonly string[] Allowed = ["ES256", "RS256"];

    [FactIfData(Suite)]
    public void Payload_EveryInvalidVector_IsRefused()
    {
        var invalid = Vectors().Where(vector => !vector.IsValid).ToList();

        var accepted = invalid.Where(Accepts).Select(vector => vector.Name).ToList();

        Assert.Empty(accepted);
        Assert.True(invalid.Count >= 421, $"only {invalid.Count} invalid signature vectors were found");
    }

    [FactIfData(Suite)]
    public void Payload_ValidVectorsOfOurAlgorithms_AreAccepted()
    {
        var ours = Vectors().Where(vector => vector.IsValid && Allowed.Contains(vector.Alg)).ToList();

        var refused = ours.Where(vector => !Accepts(vector)).Select(vector => vector.Name).ToList();

        Assert.Empty(refused);
        Assert.True(ours.Count >= 10, $"only {ours.Count} valid vectors of our algorithms were found");
    }

    [FactIfData(Suite)]
    public void Decrypt_EveryInvalidEncryptedVector_IsRefused()
    {
        using var rsa = RSA.Create(2048);
        var accepted = new List<string>();
        var tried = 0;
        foreach (var (group, test, name) in Tests().Where(item => item.Test.TryGetProperty("jwe", out _) && item.Test.GetProperty("result").GetString() == "invalid"))
        {
            tried++;
            using var ec = OwnKey(group.GetProperty("private"));
            try
            {
                JweReader.Decrypt(TextOf(test.GetProperty("jwe")), new DecryptionKeys("rsa", rsa, "ec", ec));
                accepted.Add(name);
            }
            catch (ProofRefusedException)
            {
                // As it should be.
            }
        }

        Assert.Empty(accepted);
        Assert.True(tried >= 32, $"only {tried} invalid encrypted vectors were found");
    }

    private static ECDiffieHellman OwnKey(JsonElement key) => P256Point.Read(key) is { } point
        ? ECDiffieHellman.Create(WithSecret(point, key))
        : ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    private static ECParameters WithSecret(ECParameters point, JsonElement key)
    {
        point.D = StrictBase64Url.Decode(key.GetProperty("d").GetString());
        return point;
    }

    private static string TextOf(JsonElement token) => token.ValueKind == JsonValueKind.String ? token.GetString() ?? "" : token.GetRawText();

    private static bool Accepts(Vector vector)
    {
        try
        {
            JwsReader.Payload(vector.Jws, VerificationKeys.Read(vector.Keys), Allowed);
            return true;
        }
        catch (ProofRefusedException)
        {
            return false;
        }
    }

    private static IEnumerable<Vector> Vectors() =>
        from item in Tests()
        where item.Test.TryGetProperty("jws", out _)
        select new Vector(
            item.Name,
            TextOf(item.Test.GetProperty("jws")),
            AsSet(item.Group.TryGetProperty("public", out var given) ? given : item.Group.GetProperty("private")),
            item.Test.GetProperty("result").GetString() == "valid");

    private static IEnumerable<(JsonElement Group, JsonElement Test, string Name)> Tests()
    {
        foreach (var file in Directory.EnumerateFiles(TestData.Folder(Suite), "json_web_*_test.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
            {
                foreach (var test in group.GetProperty("tests").EnumerateArray())
                {
                    yield return (group, test, $"{Path.GetFileName(file)}#{test.GetProperty("tcId").GetInt32()} {test.GetProperty("comment").GetString()}");
                }
            }
        }
    }

    private static JsonElement AsSet(JsonElement key) => key.TryGetProperty("keys", out _)
        ? key.Clone()
        : JsonDocument.Parse($$"""{"keys":[{{key.GetRawText()}}]}""").RootElement.Clone();

    private sealed record Vector(string Name, string Jws, JsonElement Keys, bool IsValid)
    {
        public string? Alg
        {
            get
            {
                try
                {
                    return JoseHeader.Read(Jws.Split('.')[0]).Alg;
                }
                catch (ProofRefusedException)
                {
                    return null;
                }
            }
        }
    }
}
