using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>Reads a list of texts however a designer wrote it.</summary>
internal static class TextList
{
    public static IReadOnlyList<string> From(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return [];
            case JsonValueKind.Array:
                return [.. value.EnumerateArray().Select(item => item.AsText()).OfType<string>()];
            case JsonValueKind.String when value.GetString() is { } text && text.AsSpan().Trim().StartsWith("["):
                try
                {
                    return From(JsonValues.Parse(text));
                }
                catch (JsonException)
                {
                    // Text that only looks like an array is a text.
                    return [text];
                }

            default:
                return value.AsText() is { Length: > 0 } single ? [single] : [];
        }
    }
}
