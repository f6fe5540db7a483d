using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>Writes the compact serializations of RFC 7515 (signed) and RFC 7516 (encrypted), and reads back what it signed.</summary>
internal static class JoseWriter
{
    public static string Sign(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var input = Encode(header) + "." + Encode(claims);
        return input + "." + WebEncoders.Base64UrlEncode(sign(Encoding.ASCII.GetBytes(input)));
    }

    public static byte[] Es256(ECDsa key, byte[] input) =>
        key.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public static byte[] Rs256(RSA key, byte[] input) => key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Encrypts for the client's key with A256GCM; the content encryption key goes by RSA-OAEP-256 or comes from ECDH-ES.</summary>
    public static string Encrypt(string plain, string alg, JsonObject clientKey)
    {
        var header = new JsonObject { ["alg"] = alg, ["enc"] = "A256GCM", ["cty"] = "JWT", ["kid"] = clientKey["kid"]?.DeepClone() };
        var (contentKey, encryptedKey) = alg == "ECDH-ES" ? Agree(clientKey, header) : Wrap(clientKey);

        var protectedHeader = Encode(header);
        var nonce = RandomNumberGenerator.GetBytes(12);
        var bytes = Encoding.UTF8.GetBytes(plain);
        var cipher = new byte[bytes.Length];
        var tag = new byte[16];
        using var gcm = new AesGcm(contentKey, tag.Length);
        gcm.Encrypt(nonce, bytes, cipher, tag, Encoding.ASCII.GetBytes(protectedHeader));
        return string.Join('.', protectedHeader, WebEncoders.Base64UrlEncode(encryptedKey), WebEncoders.Base64UrlEncode(nonce), WebEncoders.Base64UrlEncode(cipher), WebEncoders.Base64UrlEncode(tag));
    }

    /// <summary>Claims of a JWT signed with ES256 by the key; null when it is not.</summary>
    public static JsonObject? Read(string? jwt, ECDsa key)
    {
        if (jwt?.Split('.') is not [var header, var payload, var signature])
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(WebEncoders.Base64UrlDecode(header))?["alg"]?.GetValue<string>() == "ES256"
                && key.VerifyData(
                    Encoding.ASCII.GetBytes(header + "." + payload),
                    WebEncoders.Base64UrlDecode(signature),
                    HashAlgorithmName.SHA256,
                    DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                ? JsonNode.Parse(WebEncoders.Base64UrlDecode(payload)) as JsonObject
                : null;
        }
        catch (Exception malformed) when (malformed is FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static string Encode(JsonObject json) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static (byte[] ContentKey, byte[] EncryptedKey) Wrap(JsonObject clientKey)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Member(clientKey, "n"), Exponent = Member(clientKey, "e") });
        var contentKey = RandomNumberGenerator.GetBytes(32);
        return (contentKey, rsa.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256));
    }

    // RFC 7518 4.6: one round of the concatenation key derivation gives exactly the 256 bits that A256GCM takes.
    private static (byte[] ContentKey, byte[] EncryptedKey) Agree(JsonObject clientKey, JsonObject header)
    {
        using var theirs = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Member(clientKey, "x"), Y = Member(clientKey, "y") },
        });
        using var ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = ours.ExportParameters(false).Q;
        header["epk"] = new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-256",
            ["x"] = WebEncoders.Base64UrlEncode(point.X!), // an EC key always exports its point
            ["y"] = WebEncoders.Base64UrlEncode(point.Y!),
        };

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0, 0, 0, 1]);
        hash.AppendData(ours.DeriveRawSecretAgreement(theirs.PublicKey));
        hash.AppendData([0, 0, 0, 7]);
        hash.AppendData("A256GCM"u8);
        hash.AppendData(new byte[8]);
        Span<byte> bits = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bits, 256);
        hash.AppendData(bits);
        return (hash.GetHashAndReset(), []);
    }

    private static byte[] Member(JsonObject key, string name) => WebEncoders.Base64UrlDecode(
        key[name]?.GetValue<string>() ?? throw new InvalidDataException($"The client's key has no member \"{name}\"."));
}
