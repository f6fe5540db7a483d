using System.Buffers;
using System.Buffers.Text;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>
/// Base64url as RFC 7515 2 defines it and no other: no padding, no white space, no spare bits. A second spelling of the
/// same bytes would be a second token with the same signature.
/// </summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(Alphabet) || text.Length % 4 == 1)
        {
            throw NotBase64Url();
        }

        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            return Base64Url.EncodeToString(bytes).AsSpan().SequenceEqual(text) ? bytes : throw NotBase64Url();
        }
        catch (FormatException)
        {
            throw NotBase64Url();
        }
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static ProofRefusedException NotBase64Url() => new(ProofFault.Malformed, "a part is not base64url without padding.");
}
