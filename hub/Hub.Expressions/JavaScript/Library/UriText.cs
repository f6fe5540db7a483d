using System.Buffers;
using System.Text;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Percent encoding of URIs (§19.2.6).</summary>
internal static class UriText
{
    public const string KeptByEncodeComponent = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
    public const string KeptByEncodeUri = KeptByEncodeComponent + KeptByDecodeUri;

    /// <summary>Escapes of these stay escaped, or the URI would change its meaning.</summary>
    public const string KeptByDecodeUri = ";/?:@&=+$,#";

    public static JsValue Encode(Evaluation run, string text, string kept)
    {
        var result = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            run.Step();
            if (kept.Contains(text[i], StringComparison.Ordinal))
            {
                result.Append(text[i++]);
                continue;
            }

            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used) != OperationStatus.Done)
            {
                throw run.Error(IntrinsicId.UriErrorPrototype, "URI malformed");
            }

            foreach (var b in bytes[..rune.EncodeToUtf8(bytes)])
            {
                result.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }

            i += used;
        }

        run.Charge(result.Length * 2L);
        return result.ToString();
    }

    public static JsValue Decode(Evaluation run, string text, string kept)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var bytes = new byte[4];
        for (var i = 0; i < text.Length;)
        {
            run.Step();
            if (text[i] != '%')
            {
                result.Append(text[i++]);
                continue;
            }

            var start = i;
            bytes[0] = ReadByte(run, text, i);
            i += 3;
            var count = bytes[0] < 0x80 ? 1 : bytes[0] < 0xC0 ? 0 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
            for (var k = 1; k < count; k++)
            {
                bytes[k] = ReadByte(run, text, i);
                i += 3;
            }

            if (count == 0 || Rune.DecodeFromUtf8(bytes.AsSpan(0, count), out var rune, out var used) != OperationStatus.Done || used != count)
            {
                throw run.Error(IntrinsicId.UriErrorPrototype, "URI malformed");
            }

            if (rune.IsAscii && kept.Contains((char)rune.Value, StringComparison.Ordinal))
            {
                result.Append(text, start, 3);
            }
            else
            {
                result.Append(rune.ToString());
            }
        }

        run.Charge(result.Length * 2L);
        return result.ToString();
    }

    private static byte ReadByte(Evaluation run, string text, int at)
    {
        if (at + 2 < text.Length && text[at] == '%' && TextClass.DigitOf(text[at + 1]) is >= 0 and < 16 and var high && TextClass.DigitOf(text[at + 2]) is >= 0 and < 16 and var low)
        {
            return (byte)((high * 16) + low);
        }

        throw run.Error(IntrinsicId.UriErrorPrototype, "URI malformed");
    }
}
