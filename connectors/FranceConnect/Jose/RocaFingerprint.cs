using System.Numerics;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>
/// Recognises RSA keys made by the faulty smart card library of CVE-2017-15361: their modulus is a power of 65537 modulo
/// every small prime, which happens to an honest key about once in 2^27.
/// </summary>
internal static class RocaFingerprint
{
    private static readonly int[] Primes =
    [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113,
        127, 131, 137, 139, 149, 151, 157, 163, 167,
    ];

    public static bool Marks(byte[] modulus)
    {
        var n = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        return Array.TrueForAll(Primes, prime => IsPowerOf65537((int)(n % prime), prime));
    }

    private static bool IsPowerOf65537(int remainder, int prime)
    {
        var power = 1;
        do
        {
            if (power == remainder)
            {
                return true;
            }

            power = (int)((long)power * 65537 % prime);
        }
        while (power != 1);
        return false;
    }
}
