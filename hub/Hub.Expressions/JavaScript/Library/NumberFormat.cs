using System.Globalization;
using System.Numerics;
using System.Text;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>The other ways to write a number (§21.1.3). Rounding works on the exact binary value, halves away from zero.</summary>
internal static class NumberFormat
{
    public static string Fixed(double number, int digits)
    {
        var scaled = RoundScaled(Math.Abs(number), digits).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var text = digits == 0 ? scaled : $"{scaled[..^digits]}.{scaled[^digits..]}";
        return number < 0 ? "-" + text : text;
    }

    public static string Exponential(double number, int? fraction)
    {
        var (digits, exponent) = number == 0 ? (new string('0', (fraction ?? 0) + 1), 1)
            : fraction is { } wanted ? Significant(Math.Abs(number), wanted + 1)
            : NumberText.Shortest(Math.Abs(number));
        return (number < 0 ? "-" : string.Empty) + WithExponent(digits, exponent - 1);
    }

    public static string Precision(double number, int precision)
    {
        var sign = number < 0 ? "-" : string.Empty;
        var (digits, point) = number == 0 ? (new string('0', precision), 1) : Significant(Math.Abs(number), precision);
        var exponent = point - 1;
        if (exponent < -6 || exponent >= precision)
        {
            return sign + WithExponent(digits, exponent);
        }

        return sign + (exponent == precision - 1 ? digits
            : exponent >= 0 ? $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}"
            : "0." + new string('0', -exponent - 1) + digits);
    }

    public static string Radix(double number, int radix)
    {
        const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
        var value = Math.Abs(number);
        var whole = Math.Floor(value);
        var fraction = value - whole;
        var text = new StringBuilder();
        var integer = new BigInteger(whole);
        do
        {
            integer = BigInteger.DivRem(integer, radix, out var digit);
            text.Insert(0, Digits[(int)digit]);
        }
        while (!integer.IsZero);

        // As many digits as it takes to tell the number from its neighbours.
        var delta = Math.Max(0.5 * (Math.BitIncrement(value) - value), double.Epsilon);
        if (fraction >= delta)
        {
            text.Append('.');
            do
            {
                fraction *= radix;
                delta *= radix;
                var digit = (int)fraction;
                text.Append(Digits[digit]);
                fraction -= digit;
                if ((fraction > 0.5 || (fraction == 0.5 && (digit & 1) != 0)) && fraction + delta > 1)
                {
                    RoundUp(text, radix, Digits);
                    break;
                }
            }
            while (fraction >= delta);
        }

        return number < 0 ? "-" + text : text.ToString();
    }

    private static void RoundUp(StringBuilder text, int radix, string digits)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            if (text[i] == '.')
            {
                text.Remove(i, 1);
                continue;
            }

            var digit = digits.IndexOf(text[i], StringComparison.Ordinal) + 1;
            if (digit < radix)
            {
                text[i] = digits[digit];
                return;
            }

            text.Remove(i, 1);
        }

        text.Append('1');
    }

    private static string WithExponent(string digits, int exponent) =>
        $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : string.Empty)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The given count of digits, and where the point stands: 0.digits × 10^point.</summary>
    private static (string Digits, int Point) Significant(double positive, int count)
    {
        var (shortest, point) = NumberText.Shortest(positive);
        if (shortest == "1" && RoundScaled(positive, count - point + 1).ToString(CultureInfo.InvariantCulture) is { } below && below.Length <= count)
        {
            // The shortest text is a power of ten; the number itself lies just below it.
            return (below, point - 1);
        }

        var digits = RoundScaled(positive, count - point).ToString(CultureInfo.InvariantCulture);
        return digits.Length > count ? (digits[..count], point + 1) : (digits, point);
    }

    /// <summary>number × 10^scale, rounded to an integer.</summary>
    private static BigInteger RoundScaled(double positive, int scale)
    {
        var bits = BitConverter.DoubleToInt64Bits(positive);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        BigInteger numerator = exponent == 0 ? mantissa : mantissa | 0x10000000000000;
        var power = (exponent == 0 ? 1 : exponent) - 1075;
        var denominator = BigInteger.One;
        if (power > 0)
        {
            numerator <<= power;
        }
        else
        {
            denominator <<= -power;
        }

        if (scale >= 0)
        {
            numerator *= BigInteger.Pow(10, scale);
        }
        else
        {
            denominator *= BigInteger.Pow(10, -scale);
        }

        return ((numerator * 2) + denominator) / (denominator * 2);
    }
}
