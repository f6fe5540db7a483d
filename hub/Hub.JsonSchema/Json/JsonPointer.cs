using System.Text;

namespace Hub.JsonSchema.Json;

/// <summary>JSON Pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    private static readonly System.Buffers.SearchValues<char> FragmentCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?");

    public static void Append(StringBuilder builder, string segment)
    {
        builder.Append('/');
        foreach (var c in segment)
        {
            _ = c switch { '~' => builder.Append("~0"), '/' => builder.Append("~1"), _ => builder.Append(c) };
        }
    }

    public static string Join(string pointer, string segment)
    {
        var builder = new StringBuilder(pointer);
        Append(builder, segment);
        return builder.ToString();
    }

    /// <summary>The pointer as the fragment of a URI (RFC 6901, section 6): what a fragment cannot hold is percent-encoded.</summary>
    public static string ToFragment(string pointer) =>
        pointer.AsSpan().ContainsAnyExcept(FragmentCharacters)
            ? string.Concat(pointer.EnumerateRunes().Select(rune => rune.IsAscii && FragmentCharacters.Contains((char)rune.Value) ? rune.ToString() : Uri.EscapeDataString(rune.ToString())))
            : pointer;

    /// <summary>The segments of a pointer that starts with a slash, or none for the empty one.</summary>
    public static IEnumerable<string> Segments(string pointer) =>
        pointer.Length == 0 ? [] : pointer[1..].Split('/').Select(segment => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
}
