using System.Text.Json;
using System.Text.Unicode;

namespace Hub.JsonSchema.Json;

/// <summary>
/// The tokens of one document in reading order, over bytes that stay where they are: an index, not a tree of objects. Its arrays are kept
/// between documents, so reading allocates nothing once they have grown.
/// </summary>
/// <remarks>
/// An object is its own token followed by name, value, name, value…; an array is its own token followed by its items. What the fast way
/// does not take is read again by <see cref="Utf8JsonReader"/>, the parser of the rest of the product: it alone refuses, and says why. A test
/// holds the two against each other, so that no document means one thing here and another there.
/// </remarks>
internal sealed class JsonTape
{
    // A tape that once held a very large document is not kept.
    private const int KeptTokens = 1 << 16;

    private Token[] _tokens = new Token[256];
    private Frame[] _open = new Frame[16];
    private int _count;

    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, _count);

    /// <summary>The deepest nesting of arrays and objects in the document.</summary>
    public int Depth { get; private set; }

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

        return TryScan(utf8, maxDepth) ? null : ReadSlowly(utf8, maxDepth);
    }

    /// <summary>Gives back arrays that grew beyond what is worth keeping.</summary>
    public void Trim()
    {
        if (_tokens.Length > KeptTokens)
        {
            _tokens = new Token[256];
        }
    }

    /// <summary>Reads a document in one pass; false leaves it to <see cref="ReadSlowly"/> to find out what is wrong, if anything is.</summary>
    internal bool TryScan(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var tokens = _tokens;
        var (count, depth, deepest, members) = (0, 0, 0, 0);
        var inObject = false;
        var at = JsonScan.SkipSpace(utf8, 0);
        while (true)
        {
            // There must be room for a name and a value.
            if (count + 1 >= tokens.Length)
            {
                Array.Resize(ref _tokens, tokens.Length * 2);
                tokens = _tokens;
            }

            // 1. In an object, a name.
            if (inObject)
            {
                if ((uint)at >= (uint)utf8.Length || utf8[at] != '"')
                {
                    return false;
                }

                var end = JsonScan.EndOfText(utf8, ++at, out var escaped);
                if (end < 0)
                {
                    return false;
                }

                tokens[count] = Token.Text(at, end - at, count, escaped);
                count++;
                at = JsonScan.SkipSpace(utf8, end + 1);
                if ((uint)at >= (uint)utf8.Length || utf8[at] != ':')
                {
                    return false;
                }

                at = JsonScan.SkipSpace(utf8, at + 1);
            }

            // 2. A value, or the beginning of one.
            if ((uint)at >= (uint)utf8.Length)
            {
                return false;
            }

            int after;
            switch (utf8[at])
            {
                case (byte)'"':
                    after = JsonScan.EndOfText(utf8, at + 1, out var escaped) + 1;
                    tokens[count] = Token.Text(at + 1, after - at - 2, count, escaped);
                    break;
                case (byte)'{' or (byte)'[':
                    if (depth == maxDepth)
                    {
                        return false;
                    }

                    if (depth == _open.Length)
                    {
                        Array.Resize(ref _open, _open.Length * 2);
                    }

                    _open[depth++] = new Frame(count, members, inObject);
                    deepest = Math.Max(deepest, depth);
                    tokens[count++] = Token.Container(JsonKind.Object, at, 0, 0);
                    inObject = utf8[at] == '{';
                    at = JsonScan.SkipSpace(utf8, at + 1);
                    if ((uint)at >= (uint)utf8.Length || utf8[at] != (inObject ? '}' : ']'))
                    {
                        members = 1;
                        continue;
                    }

                    members = 0;
                    after = at;
                    count--;
                    break;
                case (byte)'t' when utf8[at..].StartsWith("true"u8):
                    after = at + 4;
                    tokens[count] = Token.Literal(JsonKind.Boolean, at, 4, count);
                    break;
                case (byte)'f' when utf8[at..].StartsWith("false"u8):
                    after = at + 5;
                    tokens[count] = Token.Literal(JsonKind.Boolean, at, 5, count);
                    break;
                case (byte)'n' when utf8[at..].StartsWith("null"u8):
                    after = at + 4;
                    tokens[count] = Token.Literal(JsonKind.Null, at, 4, count);
                    break;
                case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                    after = JsonScan.EndOfNumber(utf8, at, out var fractional);
                    tokens[count] = Token.Number(at, after - at, count, fractional);
                    break;
                default:
                    return false;
            }

            if (after <= 0)
            {
                return false;
            }

            count++;
            at = after;

            // 3. What follows it: a comma, and the next one; or the ends of the lists and objects that it is the last of.
            while (true)
            {
                at = JsonScan.SkipSpace(utf8, at);
                if (depth == 0)
                {
                    (_count, Depth) = (count, deepest);
                    return at == utf8.Length;
                }

                if ((uint)at >= (uint)utf8.Length)
                {
                    return false;
                }

                var next = utf8[at++];
                if (next == ',')
                {
                    if (++members > Token.MaxCount)
                    {
                        return false;
                    }

                    at = JsonScan.SkipSpace(utf8, at);
                    break;
                }

                if (next != (inObject ? '}' : ']'))
                {
                    return false;
                }

                ref readonly var closed = ref _open[--depth];
                tokens[closed.Index] = Token.Container(inObject ? JsonKind.Object : JsonKind.Array, tokens[closed.Index].Start, count, members);
                (members, inObject) = (closed.OuterMembers, closed.OuterIsObject);
            }
        }
    }

    /// <summary>The same through the platform's reader; null when the document is well formed.</summary>
    internal JsonFault? ReadSlowly(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        (_count, Depth) = (0, 0);
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

    private JsonFault? ReadTokens(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var depth = 0;
        var members = 0;
        var inObject = false;
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
                inObject = closed.OuterIsObject;
                continue;
            }

            // A property counts by its name, an item by its value.
            if (type == JsonTokenType.PropertyName || (depth > 0 && !inObject))
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

                    _open[depth++] = new Frame(_count, members, inObject);
                    Depth = Math.Max(Depth, depth);
                    _tokens[_count] = Token.Container(JsonKind.Object, start, 0, 0);
                    members = 0;
                    inObject = type == JsonTokenType.StartObject;
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

    private readonly record struct Frame(int Index, int OuterMembers, bool OuterIsObject);
}
