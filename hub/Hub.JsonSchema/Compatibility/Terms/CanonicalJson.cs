using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>One text for each JSON value: members sorted, numbers and texts always written the same way, so that equal values are equal texts.</summary>
internal static class CanonicalJson
{
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Object(Members(value)),
        JsonValueKind.Array => Array(value.EnumerateArray().Select(Of)),
        JsonValueKind.String => Text(value.GetString() ?? ""),
        JsonValueKind.Number => ExactDecimal.Parse(value.GetRawText())?.ToString() ?? value.GetRawText(),
        _ => value.GetRawText(),
    };

    public static string Text(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    public static string Array(IEnumerable<string> items) => $"[{string.Join(',', items)}]";

    /// <summary>An object of members whose values are canonical already.</summary>
    public static string Object(IEnumerable<KeyValuePair<string, string>> members) =>
        $"{{{string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{Text(member.Key)}:{member.Value}"))}}}";

    /// <summary>Reads a text that this class wrote.</summary>
    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
        return document.RootElement.Clone();
    }

    private static Dictionary<string, string> Members(JsonElement value)
    {
        var members = new Dictionary<string, string>();
        foreach (var member in value.EnumerateObject())
        {
            members[member.Name] = Of(member.Value);
        }

        return members;
    }
}
