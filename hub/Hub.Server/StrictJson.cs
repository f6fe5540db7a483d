using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Hub.Server;

/// <summary>
/// Reads JSON from outside so that nothing later stumbles over it: RFC 8259 in UTF-8, and as I-JSON asks (RFC 7493 §2.1, §2.3) without
/// lone surrogates and without duplicate members. The platform's parser lets the first two pass and throws when the text is read.
/// </summary>
public static class StrictJson
{
    /// <summary>How deep a message may nest.</summary>
    public const int MaxDepth = 64;

    /// <exception cref="JsonException">It is not such JSON. Tells the line and the byte, except for a duplicate member, whose place the parser does not tell.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> json, int maxDepth = MaxDepth, bool allowDuplicates = false)
    {
        // Only an escape can hide half of a surrogate pair, and all else the parser finds.
        if (json.Contains((byte)'\\') || !Utf8.IsValid(json))
        {
            Check(json, maxDepth);
        }

        return JsonElement.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = allowDuplicates, MaxDepth = maxDepth });
    }

    /// <summary>Everything but duplicate members; builds nothing. Where comments and trailing commas are taken, they pass.</summary>
    /// <exception cref="JsonException">It is not such JSON; tells the line and the byte.</exception>
    public static void Check(ReadOnlySpan<byte> json, int maxDepth = MaxDepth, bool allowComments = false)
    {
        if (!Utf8.IsValid(json))
        {
            throw At(json, FirstInvalid(json), "Not UTF-8.");
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions
        {
            MaxDepth = maxDepth,
            AllowTrailingCommas = allowComments,
            CommentHandling = allowComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
        });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && LoneSurrogateIn(reader.ValueSpan) is { } place)
            {
                throw At(json, (int)reader.TokenStartIndex + 1 + place, "Half of a surrogate pair.");
            }
        }
    }

    // The reader has checked that every escape is whole: what stands behind a backslash is one letter, or u and four digits.
    private static int? LoneSurrogateIn(ReadOnlySpan<byte> escaped)
    {
        var expectsLow = -1;
        for (var i = 0; i < escaped.Length;)
        {
            var unit = escaped[i] != '\\' || escaped[i + 1] != 'u' ? '\0' : (char)Convert.ToUInt16(Encoding.ASCII.GetString(escaped.Slice(i + 2, 4)), 16);
            if (expectsLow >= 0 != char.IsLowSurrogate(unit))
            {
                return expectsLow >= 0 ? expectsLow : i;
            }

            expectsLow = char.IsHighSurrogate(unit) ? i : -1;
            i += escaped[i] != '\\' ? 1 : escaped[i + 1] == 'u' ? 6 : 2;
        }

        return expectsLow >= 0 ? expectsLow : null;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private static JsonException At(ReadOnlySpan<byte> json, int index, string message)
    {
        var before = json[..index];
        return new JsonException(message, null, before.Count((byte)'\n'), index - before.LastIndexOf((byte)'\n') - 1);
    }
}
