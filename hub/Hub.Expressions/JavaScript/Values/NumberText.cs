using System.Globalization;
using System.Text;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>Numbers to text and back as the standard writes them (§6.1.6.1.20 Number::toString, §7.1.4.1 StringToNumber).</summary>
internal static class NumberText
{
    private static readonly string[] Small = [.. Enumerable.Range(0, 256).Select(static n => n.ToString(CultureInfo.InvariantCulture))];

    public static string Format(double number)
    {
        if (number is >= 0 and < 256 && (int)number == number)
        {
            return Small[(int)number];
        }

        if (Math.Abs(number) < 1e15 && (long)number == number)
        {
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        }

        if (double.IsNaN(number))
        {
            return "NaN";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? "Infinity" : "-Infinity";
        }

        var (digits, exponent) = Shortest(Math.Abs(number));
        var text = new StringBuilder(28);
        if (number < 0)
        {
            text.Append('-');
        }

        var count = digits.Length;
        if (exponent is > 0 and <= 21)
        {
            text.Append(digits.AsSpan(0, Math.Min(count, exponent)));
            if (count <= exponent)
            {
                text.Append('0', exponent - count);
            }
            else
            {
                text.Append('.').Append(digits.AsSpan(exponent));
            }
        }
        else if (exponent is > -6 and <= 0)
        {
            text.Append("0.").Append('0', -exponent).Append(digits);
        }
        else
        {
            text.Append(digits[0]);
            if (count > 1)
            {
                text.Append('.').Append(digits.AsSpan(1));
            }

            text.Append('e').Append(exponent > 0 ? '+' : '-').Append(Math.Abs(exponent - 1));
        }

        return text.ToString();
    }

    /// <summary>The fewest digits that read back as the number, and where the point stands: 0.digits × 10^exponent.</summary>
    public static (string Digits, int Exponent) Shortest(double positive)
    {
        var shortest = positive.ToString("R", CultureInfo.InvariantCulture);
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = mark < 0 ? shortest : shortest[..mark];
        var digits = mantissa.Replace(".", string.Empty, StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        int exponent;
        if (mark >= 0)
        {
            var point = mantissa.IndexOf('.', StringComparison.Ordinal);
            exponent = int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + (point < 0 ? mantissa.Length : point);
        }
        else
        {
            var point = mantissa.IndexOf('.', StringComparison.Ordinal);
            var whole = point < 0 ? mantissa : mantissa[..point];
            var wholeDigits = whole.TrimStart('0');
            if (wholeDigits.Length > 0)
            {
                exponent = wholeDigits.Length;
            }
            else
            {
                var fraction = mantissa[(point + 1)..];
                exponent = -(fraction.Length - fraction.TrimStart('0').Length);
            }
        }

        return (digits, exponent);
    }

    public static double Parse(string text)
    {
        var trimmed = text.AsSpan().Trim(TextClass.WhiteSpace);
        if (trimmed.IsEmpty)
        {
            return 0;
        }

        if (trimmed.Length > 2 && trimmed[0] == '0' && TextClass.RadixOf(trimmed[1]) is var radix and > 0)
        {
            return ParseRadixDigits(trimmed[2..], radix);
        }

        var length = DecimalLength(trimmed, out var infinity);
        return length != trimmed.Length ? double.NaN
            : infinity != 0 ? infinity
            : double.Parse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>How many leading characters form a decimal literal; 0 when none does.</summary>
    public static int DecimalLength(ReadOnlySpan<char> text, out double infinity)
    {
        infinity = 0;
        var i = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        if (text[i..].StartsWith("Infinity", StringComparison.Ordinal))
        {
            infinity = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return i + 8;
        }

        var digits = 0;
        for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
        {
            digits++;
        }

        if (i < text.Length && text[i] == '.')
        {
            var after = i + 1;
            for (; after < text.Length && char.IsAsciiDigit(text[after]); after++)
            {
                digits++;
            }

            i = digits > 0 ? after : i;
        }

        if (digits == 0)
        {
            return 0;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            var e = i + 1;
            if (e < text.Length && text[e] is '+' or '-')
            {
                e++;
            }

            var start = e;
            while (e < text.Length && char.IsAsciiDigit(text[e]))
            {
                e++;
            }

            if (e > start)
            {
                i = e;
            }
        }

        return i;
    }

    /// <summary>Digits of a power-of-two or other radix; NaN when one is not of that radix or none is given.</summary>
    public static double ParseRadixDigits(ReadOnlySpan<char> text, int radix)
    {
        if (text.IsEmpty)
        {
            return double.NaN;
        }

        double value = 0;
        foreach (var c in text)
        {
            var digit = TextClass.DigitOf(c);
            if (digit < 0 || digit >= radix)
            {
                return double.NaN;
            }

            value = (value * radix) + digit;
        }

        return value < 9007199254740992 ? value : ParseLongRadix(text, radix);
    }

    private static double ParseLongRadix(ReadOnlySpan<char> text, int radix)
    {
        // Beyond 2^53 each multiplication would round; the exact integer is rounded once.
        var exact = System.Numerics.BigInteger.Zero;
        if (text.Length > 1100)
        {
            return double.PositiveInfinity;
        }

        foreach (var c in text)
        {
            exact = (exact * radix) + TextClass.DigitOf(c);
        }

        return double.Parse(exact.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
