using System.Text.Json;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>JSON from outside: an object, not deep, and without duplicate members, which two readers could understand differently.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static JsonElement ReadObject(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, NoDuplicates);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ProofRefusedException(ProofFault.Malformed, "expected a JSON object.");
        }
        catch (JsonException)
        {
            throw new ProofRefusedException(ProofFault.Malformed, "expected a JSON object without duplicate members.");
        }
    }
}
