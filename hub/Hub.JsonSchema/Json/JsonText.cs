using System.Globalization;

namespace Hub.JsonSchema.Json;

/// <summary>Reads the text of JSON strings that may hold backslash escapes.</summary>
internal static class JsonText
{
    /// <summary>
    /// Resolves the escapes of a well-formed JSON string. The result is never longer than the source. A surrogate that stands alone is
    /// written as its own three bytes, so that two strings are equal exactly when their code units are.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var written = 0;
        while (true)
        {
            var plain = source.IndexOf((byte)'\\');
            if (plain < 0)
            {
                source.CopyTo(destination[written..]);
                return written + source.Length;
            }

            source[..plain].CopyTo(destination[written..]);
            written += plain;
            var escape = source[plain + 1];
            source = source[(plain + 2)..];
            if (escape != 'u')
            {
                destination[written++] = Simple(escape);
                continue;
            }

            var code = Hex(source);
            source = source[4..];
            if (char.IsHighSurrogate((char)code) && source.StartsWith("\\u"u8) && Hex(source[2..]) is var low && char.IsLowSurrogate((char)low))
            {
                code = char.ConvertToUtf32((char)code, (char)low);
                source = source[6..];
            }

            written += Encode(code, destination[written..]);
        }
    }

    /// <summary>The number of Unicode code points (JSON Schema Validation, section 6.3.1) of text without escapes.</summary>
    public static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            // Every code point has exactly one byte that is not a continuation byte.
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    private static byte Simple(byte escape) => escape switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escape,
    };

    private static int Hex(ReadOnlySpan<byte> source) =>
        ushort.Parse(source[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static int Encode(int code, Span<byte> destination)
    {
        switch (code)
        {
            case < 0x80:
                destination[0] = (byte)code;
                return 1;
            case < 0x800:
                destination[0] = (byte)(0xC0 | (code >> 6));
                destination[1] = (byte)(0x80 | (code & 0x3F));
                return 2;
            case < 0x10000:
                destination[0] = (byte)(0xE0 | (code >> 12));
                destination[1] = (byte)(0x80 | ((code >> 6) & 0x3F));
                destination[2] = (byte)(0x80 | (code & 0x3F));
                return 3;
            default:
                destination[0] = (byte)(0xF0 | (code >> 18));
                destination[1] = (byte)(0x80 | ((code >> 12) & 0x3F));
                destination[2] = (byte)(0x80 | ((code >> 6) & 0x3F));
                destination[3] = (byte)(0x80 | (code & 0x3F));
                return 4;
        }
    }

    /// <summary>UTF-16 of text without escapes, surrogates that stand alone included; returns the number of chars written.</summary>
    public static int ToUtf16(ReadOnlySpan<byte> utf8, Span<char> destination)
    {
        if (System.Text.Unicode.Utf8.ToUtf16(utf8, destination, out _, out var fast, replaceInvalidSequences: false) == System.Buffers.OperationStatus.Done)
        {
            return fast;
        }

        var written = 0;
        for (var i = 0; i < utf8.Length;)
        {
            var lead = utf8[i];
            var length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            var code = length == 1 ? lead : lead & (0xFF >> (length + 1));
            for (var k = 1; k < length; k++)
            {
                code = (code << 6) | (utf8[i + k] & 0x3F);
            }

            i += length;
            if (code < 0x10000)
            {
                destination[written++] = (char)code;
            }
            else
            {
                destination[written++] = (char)(0xD800 + ((code - 0x10000) >> 10));
                destination[written++] = (char)(0xDC00 + ((code - 0x10000) & 0x3FF));
            }
        }

        return written;
    }
}
