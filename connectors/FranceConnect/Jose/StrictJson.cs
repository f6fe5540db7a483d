using System.Text.Json;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>
/// JSON from outside: an object, not deep, without duplicate members, which two readers could understand differently,
/// and with texts that are texts: what comes out of here can be read without surprises.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static JsonElement ReadObject(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, NoDuplicates);
            ReadTexts(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ProofRefusedException(ProofFault.Malformed, "expected a JSON object.");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new ProofRefusedException(ProofFault.Malformed, "expected a JSON object without duplicate members, in UTF-8.");
        }
    }

    // The parser looks at bytes only; broken UTF-8 and lone surrogates show when a text is asked for, which is too late.
    private static void ReadTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    ReadTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadTexts(member.Value);
                }

                break;
        }
    }
}
