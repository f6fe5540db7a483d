using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>
/// Decrypts tokens in compact form (RFC 7516): content by A256GCM, its key by RSA-OAEP-256 or ECDH-ES on P-256 (RFC 7518 4.3, 4.6).
/// </summary>
internal static class JweReader
{
    private const string ContentAlgorithm = "A256GCM";
    private const int ContentKeyBytes = 32;

    /// <summary>True for the five parts of an encrypted token, well made or not.</summary>
    public static bool LooksEncrypted(string token) => token.AsSpan().Count('.') == 4;

    public static string Decrypt(string token, DecryptionKeys keys)
    {
        if (token.Length > JwsReader.LongestToken || token.Split('.') is not [var header, var encryptedKey, var nonce, var cipher, var tag])
        {
            throw new ProofRefusedException(ProofFault.Malformed, "expected five parts separated by dots.");
        }

        var read = JoseHeader.Read(header);
        if (read.Enc != ContentAlgorithm)
        {
            throw new ProofRefusedException(ProofFault.AlgorithmNotAllowed, $"expected enc {ContentAlgorithm}.");
        }

        var contentKey = read.Alg switch
        {
            "RSA-OAEP-256" => Unwrap(StrictBase64Url.Decode(encryptedKey), keys.Rsa(read.Kid)),
            "ECDH-ES" when encryptedKey.Length == 0 => Agree(read, keys.Ec(read.Kid)),
            "ECDH-ES" => throw new ProofRefusedException(ProofFault.Malformed, "direct key agreement carries no encrypted key."),
            _ => throw new ProofRefusedException(ProofFault.AlgorithmNotAllowed, "expected alg RSA-OAEP-256 or ECDH-ES."),
        };
        return Open(contentKey, StrictBase64Url.Decode(nonce), StrictBase64Url.Decode(cipher), StrictBase64Url.Decode(tag), header);
    }

    private static string Open(byte[] contentKey, byte[] nonce, byte[] cipher, byte[] tag, string header)
    {
        if (nonce.Length != 12 || tag.Length != 16)
        {
            throw new ProofRefusedException(ProofFault.Malformed, "A256GCM takes a nonce of 96 bits and a tag of 128.");
        }

        try
        {
            var plain = new byte[cipher.Length];
            using var gcm = new AesGcm(contentKey, tag.Length);
            gcm.Decrypt(nonce, cipher, tag, plain, Encoding.ASCII.GetBytes(header));
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException)
        {
            throw new ProofRefusedException(ProofFault.DecryptionFailed, "the content does not open with the connector's key.");
        }
    }

    // RFC 7516 11.5: a wrapped key that does not open must fail like content that does not, or the difference tells about the key.
    private static byte[] Unwrap(byte[] encryptedKey, RSA rsa)
    {
        var instead = RandomNumberGenerator.GetBytes(ContentKeyBytes);
        try
        {
            var contentKey = rsa.Decrypt(encryptedKey, RSAEncryptionPadding.OaepSHA256);
            return contentKey.Length == ContentKeyBytes ? contentKey : instead;
        }
        catch (CryptographicException)
        {
            return instead;
        }
    }

    // One round of the concatenation KDF (NIST SP 800-56A 5.8.1) gives the 256 bits needed.
    private static byte[] Agree(JoseHeader header, ECDiffieHellman ours)
    {
        if (header.Object("epk") is not { } epk || P256Point.Read(epk) is not { } point)
        {
            throw new ProofRefusedException(ProofFault.Malformed, "expected epk to be a point of P-256.");
        }

        using var theirs = ECDiffieHellman.Create(point);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0, 0, 0, 1]);
        hash.AppendData(ours.DeriveRawSecretAgreement(theirs.PublicKey));
        AppendSized(hash, Encoding.ASCII.GetBytes(ContentAlgorithm));
        AppendSized(hash, StrictBase64Url.Decode(header.Text("apu") ?? ""));
        AppendSized(hash, StrictBase64Url.Decode(header.Text("apv") ?? ""));
        AppendNumber(hash, ContentKeyBytes * 8);
        return hash.GetHashAndReset();
    }

    private static void AppendSized(IncrementalHash hash, byte[] bytes)
    {
        AppendNumber(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendNumber(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
