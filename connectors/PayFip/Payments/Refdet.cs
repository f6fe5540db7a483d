using System.Security.Cryptography;
using System.Text;

namespace Hub.Connectors.PayFip.Payments;

/// <summary>The reference that PayFiP shows and returns: 1 to 30 letters and digits.</summary>
internal static class Refdet
{
    // Crockford's alphabet: nothing that is read for something else when a citizen dictates it over the phone.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;

    /// <summary>Always the same for a payment of a local authority, and (128 bits of SHA-256) of no other.</summary>
    public static string Of(string tenant, string paymentId)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(tenant + "\n" + paymentId));
        var number = new UInt128(BitConverter.ToUInt64(digest, 0), BitConverter.ToUInt64(digest, 8));
        return string.Create(Length, number, static (text, rest) =>
        {
            for (var index = 0; index < text.Length; index++, rest >>= 5)
            {
                text[index] = Alphabet[(int)(rest & 31)];
            }
        });
    }
}
