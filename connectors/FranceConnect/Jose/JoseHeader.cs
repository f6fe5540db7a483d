using System.Text.Json;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>A protected header of RFC 7515 or 7516, read with suspicion.</summary>
internal sealed class JoseHeader
{
    // jku, x5u, jwk and x5c let a forger choose the key; crit and b64 change what is signed; zip opens decompression bombs.
    private static readonly string[] NotAllowed = ["jku", "x5u", "jwk", "x5c", "crit", "b64", "zip"];

    private readonly JsonElement _members;

    private JoseHeader(JsonElement members) => _members = members;

    public string Alg => Text("alg") ?? throw new ProofRefusedException(ProofFault.Malformed, "the header has no alg.");

    public string? Enc => Text("enc");

    public string? Kid => Text("kid");

    public static JoseHeader Read(string part)
    {
        var members = StrictJson.ReadObject(StrictBase64Url.Decode(part));
        foreach (var name in NotAllowed)
        {
            if (members.TryGetProperty(name, out _))
            {
                throw new ProofRefusedException(ProofFault.HeaderNotAllowed, $"the header has {name}, which is never taken.");
            }
        }

        return new JoseHeader(members);
    }

    public string? Text(string name) => _members.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new ProofRefusedException(ProofFault.Malformed, $"the header's {name} is not a string.")
        : null;

    public JsonElement? Object(string name) => _members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;
}
