using System.Text.Json;
using System.Text.Unicode;

namespace Hub.JsonSchema.Json;

/// <summary>
/// The tokens of one document in reading order, over bytes that stay where they are: an index, not a tree of objects. Its arrays are kept
/// between documents, so reading allocates nothing once they have grown.
/// </summary>
/// <remarks>
/// An object is its own token followed by name, value, name, value…; an array is its own token followed by its items. Text is checked by
/// <see cref="Utf8JsonReader"/>, the parser of the rest of the product, so that no document means one thing here and another there.
/// </remarks>
internal sealed class JsonTape
{
    // A tape that once held a very large document is not kept.
    private const int KeptTokens = 1 << 16;

    private Token[] _tokens = new Token[256];
    private Frame[] _open = new Frame[16];
    private int _count;

    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, _count);

    /// <summary>Reads a document; null when it is well formed.</summary>
    public JsonFault? Read(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        _count = 0;
        if (utf8.StartsWith("\uFEFF"u8))
        {
            return new JsonFault(JsonFaultKind.ByteOrderMark, 0, 1);
        }

        // The reader checks the grammar only; a broken sequence inside a string would pass.
        if (!Utf8.IsValid(utf8))
        {
            return Fault(JsonFaultKind.NotUtf8, utf8, FirstInvalidByte(utf8));
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        try
        {
            return ReadTokens(ref reader, utf8, maxDepth);
        }
        catch (JsonException failure)
        {
            var offset = OffsetOf(utf8, failure.LineNumber ?? 0, failure.BytePositionInLine ?? 0);
            var empty = utf8.TrimStart(" \t\r\n"u8).IsEmpty;
            return new JsonFault(empty ? JsonFaultKind.Empty : JsonFaultKind.NotJson, offset, (failure.LineNumber ?? 0) + 1);
        }
    }

    /// <summary>Gives back arrays that grew beyond what is worth keeping.</summary>
    public void Trim()
    {
        if (_tokens.Length > KeptTokens)
        {
            _tokens = new Token[256];
        }
    }

    private JsonFault? ReadTokens(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var depth = 0;
        var members = 0;
        var container = JsonTokenType.None;
        while (reader.Read())
        {
            if (_count == _tokens.Length)
            {
                Array.Resize(ref _tokens, _tokens.Length * 2);
            }

            var type = reader.TokenType;
            if (type is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                ref var closed = ref _open[--depth];
                var kind = type == JsonTokenType.EndArray ? JsonKind.Array : JsonKind.Object;
                _tokens[closed.Index] = Token.Container(kind, _tokens[closed.Index].Start, _count, members);
                members = closed.OuterMembers;
                container = closed.OuterType;
                continue;
            }

            // A property counts by its name, an item by its value.
            if (type == JsonTokenType.PropertyName || container == JsonTokenType.StartArray)
            {
                if (++members > Token.MaxCount)
                {
                    return Fault(JsonFaultKind.TooLarge, utf8, (int)reader.TokenStartIndex);
                }
            }

            var start = (int)reader.TokenStartIndex;
            switch (type)
            {
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    _tokens[_count] = Token.Text(start + 1, reader.ValueSpan.Length, _count, reader.ValueIsEscaped);
                    break;
                case JsonTokenType.Number:
                    _tokens[_count] = Token.Number(start, reader.ValueSpan.Length, _count, reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0);
                    break;
                case JsonTokenType.Null:
                    _tokens[_count] = Token.Literal(JsonKind.Null, start, 4, _count);
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    _tokens[_count] = Token.Literal(JsonKind.Boolean, start, reader.ValueSpan.Length, _count);
                    break;
                default:
                    if (depth == maxDepth)
                    {
                        return Fault(JsonFaultKind.TooDeep, utf8, start);
                    }

                    if (depth == _open.Length)
                    {
                        Array.Resize(ref _open, _open.Length * 2);
                    }

                    _open[depth++] = new Frame(_count, members, container);
                    _tokens[_count] = Token.Container(JsonKind.Object, start, 0, 0);
                    members = 0;
                    container = type;
                    break;
            }

            _count++;
        }

        return null;
    }

    private static JsonFault Fault(JsonFaultKind kind, ReadOnlySpan<byte> utf8, int offset) =>
        new(kind, offset, utf8[..offset].Count((byte)'\n') + 1);

    private static int FirstInvalidByte(ReadOnlySpan<byte> utf8)
    {
        var offset = 0;
        while (offset < utf8.Length && System.Text.Rune.DecodeFromUtf8(utf8[offset..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            offset += consumed;
        }

        return offset;
    }

    private static long OffsetOf(ReadOnlySpan<byte> utf8, long line, long byteInLine)
    {
        var offset = 0;
        for (; line > 0; line--)
        {
            var end = utf8[offset..].IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            offset += end + 1;
        }

        return Math.Min(offset + byteInLine, utf8.Length);
    }

    private readonly record struct Frame(int Index, int OuterMembers, JsonTokenType OuterType);
}
