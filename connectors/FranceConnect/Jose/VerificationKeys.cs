using System.Text.Json;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>A provider's published signing keys (RFC 7517 5).</summary>
internal sealed class VerificationKeys(IReadOnlyList<VerificationKey> keys)
{
    public static VerificationKeys Read(JsonElement set) => new(
        set.ValueKind == JsonValueKind.Object && set.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
            ? [.. keys.EnumerateArray().Select(VerificationKey.Read).OfType<VerificationKey>()]
            : []);

    /// <summary>The one key that a header means. Two keys under one name is a faulty set, and choosing between them would be a guess.</summary>
    public VerificationKey Find(string alg, string? kid)
    {
        var fitting = keys.Where(key => key.Alg == alg && (kid is null || key.Kid == kid)).Take(2).ToArray();
        return fitting is [var only]
            ? only
            : throw new ProofRefusedException(ProofFault.KeyUnknown, $"expected one {alg} key that fits the header, found {(fitting.Length == 0 ? "none" : "several")}.");
    }
}
