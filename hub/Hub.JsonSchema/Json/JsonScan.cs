using System.Numerics;
using System.Runtime.Intrinsics;

namespace Hub.JsonSchema.Json;

/// <summary>Finds where the parts of a JSON document end (RFC 8259), sixteen bytes at a time where texts are long. A negative answer: it is none.</summary>
internal static class JsonScan
{
    private const int None = -1;

    /// <summary>The first byte from here on that is not white space.</summary>
    public static int SkipSpace(ReadOnlySpan<byte> utf8, int at)
    {
        while ((uint)at < (uint)utf8.Length && utf8[at] <= ' ' && utf8[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>The closing quote of the string whose first byte, after its quote, is here.</summary>
    public static int EndOfText(ReadOnlySpan<byte> utf8, int at, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            at = NextSpecial(utf8, at);
            if ((uint)at >= (uint)utf8.Length)
            {
                return None;
            }

            if (utf8[at] == '"')
            {
                return at;
            }

            // A control character must be written as an escape.
            if (utf8[at] != '\\' || (at = EndOfEscape(utf8, at + 1)) < 0)
            {
                return None;
            }

            escaped = true;
        }
    }

    /// <summary>The byte after the number that starts here.</summary>
    public static int EndOfNumber(ReadOnlySpan<byte> utf8, int at, out bool fractional)
    {
        fractional = false;
        if (utf8[at] == '-')
        {
            at++;
        }

        // Nothing follows a leading zero but a point or an exponent.
        var whole = at;
        at = EndOfDigits(utf8, at);
        if (at == whole || (utf8[whole] == '0' && at > whole + 1))
        {
            return None;
        }

        if ((uint)at < (uint)utf8.Length && utf8[at] == '.')
        {
            fractional = true;
            var digits = at + 1;
            at = EndOfDigits(utf8, digits);
            if (at == digits)
            {
                return None;
            }
        }

        if ((uint)at < (uint)utf8.Length && (utf8[at] | 0x20) == 'e')
        {
            fractional = true;
            var digits = at + 1;
            if ((uint)digits < (uint)utf8.Length && utf8[digits] is (byte)'+' or (byte)'-')
            {
                digits++;
            }

            at = EndOfDigits(utf8, digits);
            if (at == digits)
            {
                return None;
            }
        }

        return at;
    }

    private static int EndOfDigits(ReadOnlySpan<byte> utf8, int at)
    {
        while ((uint)at < (uint)utf8.Length && (uint)(utf8[at] - '0') <= 9)
        {
            at++;
        }

        return at;
    }

    /// <summary>The next quote, backslash or control character.</summary>
    private static int NextSpecial(ReadOnlySpan<byte> utf8, int at)
    {
        for (; at <= utf8.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var block = Vector128.Create(utf8.Slice(at, Vector128<byte>.Count));
            var special = Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\')) | Vector128.LessThan(block, Vector128.Create((byte)' '));
            var bits = special.ExtractMostSignificantBits();
            if (bits != 0)
            {
                return at + BitOperations.TrailingZeroCount(bits);
            }
        }

        while ((uint)at < (uint)utf8.Length && utf8[at] is not ((byte)'"' or (byte)'\\' or < (byte)' '))
        {
            at++;
        }

        return at;
    }

    /// <summary>The byte after the escape whose letter is here.</summary>
    private static int EndOfEscape(ReadOnlySpan<byte> utf8, int at)
    {
        if ((uint)at >= (uint)utf8.Length)
        {
            return None;
        }

        if (utf8[at] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
        {
            return at + 1;
        }

        if (utf8[at] != 'u' || at + 4 >= utf8.Length)
        {
            return None;
        }

        foreach (var digit in utf8.Slice(at + 1, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return None;
            }
        }

        return at + 5;
    }
}
