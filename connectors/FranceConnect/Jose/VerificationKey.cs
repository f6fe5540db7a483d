using System.Security.Cryptography;
using System.Text.Json;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>A public key that a provider signs with: P-256 for ES256, RSA of at least 2048 bits for RS256. Nothing else is made.</summary>
internal sealed class VerificationKey
{
    private readonly ECParameters? _ec;
    private readonly RSAParameters? _rsa;

    private VerificationKey(string? kid, ECParameters? ec, RSAParameters? rsa)
    {
        Kid = kid;
        _ec = ec;
        _rsa = rsa;
    }

    public string? Kid { get; }

    /// <summary>The one algorithm that the key may be used with: a key that served two would invite confusion between them.</summary>
    public string Alg => _ec is not null ? "ES256" : "RS256";

    /// <summary>Null for a key that is of no use here, which RFC 7517 5 tells to pass over.</summary>
    public static VerificationKey? Read(JsonElement key)
    {
        try
        {
            return key.ValueKind != JsonValueKind.Object || !IsForVerifying(key) ? null
                : P256Point.Read(key) is { } point && Allows(key, "ES256") ? new VerificationKey(Text(key, "kid"), point, null)
                : Rsa(key) is { } rsa && Allows(key, "RS256") ? new VerificationKey(Text(key, "kid"), null, rsa)
                : null;
        }
        catch (ProofRefusedException)
        {
            return null;
        }
    }

    public bool Verify(byte[] input, byte[] signature)
    {
        if (_ec is { } point)
        {
            using var ec = ECDsa.Create(point);
            return signature.Length == 64
                && ec.VerifyData(input, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        using var rsa = RSA.Create(_rsa.GetValueOrDefault());
        return signature.Length == rsa.KeySize / 8
            && rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static RSAParameters? Rsa(JsonElement key)
    {
        if (Text(key, "kty") != "RSA" || Text(key, "n") is not { } n || Text(key, "e") is not { } e)
        {
            return null;
        }

        var modulus = StrictBase64Url.Decode(n);
        var exponent = StrictBase64Url.Decode(e);
        var isSound = modulus.Length >= 256 && modulus[0] >= 0x80
            && exponent.Length is > 0 and <= 8 && (exponent.Length > 1 || exponent[0] >= 3) && exponent[^1] % 2 == 1
            && !RocaFingerprint.Marks(modulus);
        return isSound ? new RSAParameters { Modulus = modulus, Exponent = exponent } : null;
    }

    private static bool IsForVerifying(JsonElement key) =>
        Text(key, "use") is null or "sig"
        && (!key.TryGetProperty("key_ops", out var operations)
            || (operations.ValueKind == JsonValueKind.Array && operations.EnumerateArray().Any(operation => operation.ValueEquals("verify"))));

    private static bool Allows(JsonElement key, string alg) => Text(key, "alg") is not { } only || only == alg;

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
