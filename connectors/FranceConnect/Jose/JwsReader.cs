using System.Text;
using System.Text.Json;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>Verifies signed tokens in compact form (RFC 7515), with the algorithms that it is told to allow among ES256 and RS256.</summary>
internal static class JwsReader
{
    /// <summary>More than any proof of identity has; a longer text is not even decoded.</summary>
    public const int LongestToken = 64 * 1024;

    private static readonly string[] Implemented = ["ES256", "RS256"];

    /// <summary>The claims. Throws <see cref="ProofRefusedException"/> for everything that is not a well signed token.</summary>
    public static JsonElement Claims(string token, VerificationKeys keys, IReadOnlyCollection<string> allowed) =>
        StrictJson.ReadObject(Payload(token, keys, allowed));

    public static byte[] Payload(string token, VerificationKeys keys, IReadOnlyCollection<string> allowed)
    {
        if (token.Length > LongestToken || token.Split('.') is not [var header, var payload, var signature])
        {
            throw new ProofRefusedException(ProofFault.Malformed, "expected three parts separated by dots.");
        }

        var read = JoseHeader.Read(header);
        if (!Implemented.Contains(read.Alg) || !allowed.Contains(read.Alg))
        {
            throw new ProofRefusedException(ProofFault.AlgorithmNotAllowed, $"expected {string.Join(" or ", allowed)}.");
        }

        var content = StrictBase64Url.Decode(payload);
        var key = keys.Find(read.Alg, read.Kid);
        return key.Verify(Encoding.ASCII.GetBytes(header + "." + payload), StrictBase64Url.Decode(signature))
            ? content
            : throw new ProofRefusedException(ProofFault.SignatureWrong, "the signature is not the key's.");
    }
}
