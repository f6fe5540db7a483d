using System.Numerics;

namespace Hub.JsonSchema.Json;

/// <summary>
/// A JSON number as written: sign, decimal digits and a power of ten, never rounded. Every operation is linear in the length of the text,
/// whatever the exponent says: <c>1e999999999</c> costs no more than it is long.
/// </summary>
internal readonly ref struct ExactNumber
{
    // Beyond this an exponent changes no verdict that the digits could still turn, and sums of two such stay within a long.
    private const long ExponentLimit = 1L << 50;

    // 18 digits always fit a long.
    private const int SmallDigits = 18;

    private static readonly Int128[] PowersOfTen = [.. Enumerable.Range(0, SmallDigits + 1).Select(power => (Int128)BigInteger.Pow(10, power))];

    private readonly ReadOnlySpan<byte> _mantissa;
    private readonly bool _negative;
    private readonly bool _small;

    // value = ± coefficient × 10^exponent when small; otherwise ± (digits of the mantissa) × 10^exponent.
    private readonly long _coefficient;
    private readonly long _exponent;

    private ExactNumber(ReadOnlySpan<byte> mantissa, bool negative, bool small, long coefficient, long exponent)
    {
        _mantissa = mantissa;
        _negative = negative;
        _small = small;
        _coefficient = coefficient;
        _exponent = exponent;
    }

    private bool IsZero => _small && _coefficient == 0;

    /// <summary>Reads the text of a well-formed JSON number.</summary>
    public static ExactNumber Parse(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        var at = negative ? 1 : 0;
        var mantissaStart = at;
        long coefficient = 0;
        var significant = 0;
        long fraction = 0;
        var point = false;
        for (; at < text.Length; at++)
        {
            var b = text[at];
            if (b == '.')
            {
                point = true;
                continue;
            }

            if (b is (byte)'e' or (byte)'E')
            {
                break;
            }

            fraction += point ? 1 : 0;
            if (significant > 0 || b != '0')
            {
                significant++;
                if (significant <= SmallDigits)
                {
                    coefficient = (coefficient * 10) + (b - '0');
                }
            }
        }

        var mantissa = text[mantissaStart..at];
        var exponent = (at < text.Length ? ParseExponent(text[(at + 1)..]) : 0) - fraction;
        if (significant > SmallDigits)
        {
            return new ExactNumber(mantissa, negative, small: false, 0, exponent);
        }

        if (coefficient == 0)
        {
            return new ExactNumber(mantissa, false, small: true, 0, 0);
        }

        // So that 1.50 and 1.5, or 2.0 and 2, compare at once.
        while (exponent < 0 && coefficient % 10 == 0)
        {
            coefficient /= 10;
            exponent++;
        }

        return new ExactNumber(mantissa, negative, small: true, coefficient, exponent);
    }

    /// <summary>Whether the value has no fractional part, however it is written: 1.0 and 1e2 are integers.</summary>
    public bool IsInteger => _exponent >= 0 || (!_small && TrailingZeros() >= -_exponent);

    /// <summary>Whether the value is greater than zero.</summary>
    public bool IsPositive => !_negative && !IsZero;

    public int CompareTo(in ExactNumber other)
    {
        // Nearly all numbers, brought to the same power of ten: two times 18 digits fit 128 bits.
        var shift = _exponent - other._exponent;
        if (_small && other._small && shift is >= -SmallDigits and <= SmallDigits)
        {
            return shift >= 0
                ? (Signed(this) * PowersOfTen[shift]).CompareTo(Signed(other))
                : Signed(this).CompareTo(Signed(other) * PowersOfTen[-shift]);
        }

        var sign = IsZero ? 0 : _negative ? -1 : 1;
        var otherSign = other.IsZero ? 0 : other._negative ? -1 : 1;
        if (sign != otherSign || sign == 0)
        {
            return sign.CompareTo(otherSign);
        }

        return sign * CompareMagnitude(this, other);
    }

    /// <summary>Whether this is an integral multiple of a divisor greater than zero.</summary>
    public bool IsMultipleOf(in ExactNumber divisor)
    {
        if (IsZero)
        {
            return true;
        }

        if (_small && divisor._small && _exponent == divisor._exponent)
        {
            return _coefficient % divisor._coefficient == 0;
        }

        var apart = _exponent - divisor._exponent;
        if (_small && divisor._small && apart is >= -SmallDigits and <= SmallDigits)
        {
            return apart > 0
                ? _coefficient * PowersOfTen[apart] % divisor._coefficient == 0
                : _coefficient % (divisor._coefficient * PowersOfTen[-apart]) == 0;
        }

        // Both without trailing zeros: c × 10^shift must be divisible by d. With shift < 0, ten would have to divide c, and it does not.
        var zeros = TrailingZeros();
        var divisorZeros = divisor.TrailingZeros();
        var shift = _exponent + zeros - divisor._exponent - divisorZeros;
        if (shift < 0)
        {
            return false;
        }

        var unit = divisor.Fold(divisorZeros, null);
        return (Fold(zeros, unit) * BigInteger.ModPow(10, shift, unit) % unit).IsZero;
    }

    /// <summary>A hash that equal values share, however they are written.</summary>
    public ulong Hash(ulong seed)
    {
        if (IsZero)
        {
            return seed;
        }

        var (at, end) = Significant();
        var hash = _negative ? ~seed : seed;
        for (; at < end; at++)
        {
            if (_mantissa[at] != '.')
            {
                hash = (hash ^ _mantissa[at]) * 0x9E3779B97F4A7C15UL;
                hash ^= hash >> 32;
            }
        }

        hash = (hash ^ (ulong)Magnitude()) * 0x9E3779B97F4A7C15UL;
        return hash ^ (hash >> 29);
    }

    private static long ParseExponent(ReadOnlySpan<byte> text)
    {
        long value = 0;
        foreach (var b in text)
        {
            if (b is not ((byte)'-' or (byte)'+'))
            {
                value = Math.Min((value * 10) + (b - '0'), ExponentLimit);
            }
        }

        return text[0] == '-' ? -value : value;
    }

    private static Int128 Signed(in ExactNumber number) => number._negative ? -number._coefficient : number._coefficient;

    private static int CompareMagnitude(in ExactNumber a, in ExactNumber b)
    {
        var byMagnitude = a.Magnitude().CompareTo(b.Magnitude());
        if (byMagnitude != 0)
        {
            return byMagnitude;
        }

        // Same power of ten for the first digit: compare digit by digit, the shorter one padded with zeros.
        var (i, endA) = a.Significant();
        var (j, endB) = b.Significant();
        while (i < endA || j < endB)
        {
            var digitA = Digit(a._mantissa, ref i, endA);
            var digitB = Digit(b._mantissa, ref j, endB);
            if (digitA != digitB)
            {
                return digitA.CompareTo(digitB);
            }
        }

        return 0;
    }

    private static int Digit(ReadOnlySpan<byte> mantissa, ref int at, int end)
    {
        if (at < end && mantissa[at] == '.')
        {
            at++;
        }

        return at < end ? mantissa[at++] - '0' : 0;
    }

    /// <summary>The part of the mantissa from the first to the last digit that is not zero.</summary>
    private (int Start, int End) Significant() =>
        (_mantissa.IndexOfAnyInRange((byte)'1', (byte)'9'), _mantissa.LastIndexOfAnyInRange((byte)'1', (byte)'9') + 1);

    /// <summary>The power of ten of the first digit that is not zero.</summary>
    private long Magnitude()
    {
        if (_small)
        {
            var magnitude = _exponent;
            for (var rest = _coefficient; rest >= 10; rest /= 10)
            {
                magnitude++;
            }

            return magnitude;
        }

        var tail = _mantissa[(_mantissa.IndexOfAnyInRange((byte)'1', (byte)'9') + 1)..];
        return _exponent + tail.Length - (tail.Contains((byte)'.') ? 1 : 0);
    }

    /// <summary>Zeros at the end of the digits that <see cref="_exponent"/> counts from.</summary>
    private long TrailingZeros()
    {
        var zeros = 0L;
        if (_small)
        {
            for (var rest = _coefficient; rest % 10 == 0; rest /= 10)
            {
                zeros++;
            }

            return zeros;
        }

        for (var i = _mantissa.Length - 1; _mantissa[i] is (byte)'0' or (byte)'.'; i--)
        {
            zeros += _mantissa[i] == '0' ? 1 : 0;
        }

        return zeros;
    }

    /// <summary>The digits without their last <paramref name="dropped"/> zeros, as a number; modulo <paramref name="modulus"/> if given.</summary>
    private BigInteger Fold(long dropped, BigInteger? modulus)
    {
        BigInteger value = 0;
        if (_small)
        {
            value = _coefficient / (long)BigInteger.Pow(10, (int)dropped);
            return modulus is { } m ? value % m : value;
        }

        long chunk = 0;
        long scale = 1;
        foreach (var b in _mantissa[..Significant().End])
        {
            if (b == '.')
            {
                continue;
            }

            chunk = (chunk * 10) + (b - '0');
            scale *= 10;
            if (scale == 1_000_000_000_000_000_000)
            {
                Push(ref value);
            }
        }

        Push(ref value);
        return value;

        void Push(ref BigInteger total)
        {
            total = (total * scale) + chunk;
            total = modulus is { } m ? total % m : total;
            (chunk, scale) = (0, 1);
        }
    }
}
