using System.Security.Cryptography;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>The connector's private keys for user info, one per algorithm. A token may name its key or not.</summary>
internal sealed class DecryptionKeys(string rsaKid, RSA rsa, string ecKid, ECDiffieHellman ec)
{
    public RSA Rsa(string? kid) => kid is null || kid == rsaKid ? rsa : throw Unknown();

    public ECDiffieHellman Ec(string? kid) => kid is null || kid == ecKid ? ec : throw Unknown();

    private static ProofRefusedException Unknown() => new(ProofFault.KeyUnknown, "encrypted for a key that the connector does not have; its published keys are at /jwks.");
}
