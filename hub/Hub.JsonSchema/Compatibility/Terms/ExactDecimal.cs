using System.Globalization;
using System.Numerics;

namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>A decimal number that is never rounded: coefficient × 10^exponent, the coefficient without trailing zeros.</summary>
internal readonly record struct ExactDecimal : IComparable<ExactDecimal>
{
    // Numbers beyond this are nobody's limit; their powers of ten would only cost.
    private const int LargestExponent = 1000;

    public static readonly ExactDecimal Zero = new(0, 0);
    public static readonly ExactDecimal One = new(1, 0);

    private readonly BigInteger _coefficient;
    private readonly int _exponent;

    public ExactDecimal(BigInteger coefficient, int exponent)
    {
        if (coefficient.IsZero)
        {
            exponent = 0;
        }

        while (!coefficient.IsZero && BigInteger.Remainder(coefficient, 10).IsZero)
        {
            coefficient /= 10;
            exponent++;
        }

        (_coefficient, _exponent) = (coefficient, exponent);
    }

    public bool IsInteger => _exponent >= 0;

    /// <summary>Reads a JSON number; null when its exponent or length is beyond what is reckoned with.</summary>
    public static ExactDecimal? Parse(string text)
    {
        var mark = text.IndexOfAny(['e', 'E']);
        var mantissa = mark < 0 ? text : text[..mark];
        long exponent = 0;
        if (mantissa.Length > LargestExponent || (mark >= 0 && !long.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)))
        {
            return null;
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        var coefficient = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return coefficient.IsZero ? Zero : Math.Abs(exponent) > LargestExponent ? null : new ExactDecimal(coefficient, (int)exponent);
    }

    public static ExactDecimal Of(BigInteger value) => new(value, 0);

    public int CompareTo(ExactDecimal other)
    {
        var (a, b, _) = Align(this, other);
        return a.CompareTo(b);
    }

    public static bool operator <(ExactDecimal left, ExactDecimal right) => left.CompareTo(right) < 0;

    public static bool operator >(ExactDecimal left, ExactDecimal right) => left.CompareTo(right) > 0;

    public static bool operator <=(ExactDecimal left, ExactDecimal right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ExactDecimal left, ExactDecimal right) => left.CompareTo(right) >= 0;

    public static ExactDecimal operator +(ExactDecimal left, ExactDecimal right)
    {
        var (a, b, exponent) = Align(left, right);
        return new ExactDecimal(a + b, exponent);
    }

    public static ExactDecimal operator -(ExactDecimal left, ExactDecimal right)
    {
        var (a, b, exponent) = Align(left, right);
        return new ExactDecimal(a - b, exponent);
    }

    public static ExactDecimal operator *(ExactDecimal left, ExactDecimal right) => new(left._coefficient * right._coefficient, left._exponent + right._exponent);

    public bool IsMultipleOf(ExactDecimal divisor)
    {
        var (a, b, _) = Align(this, divisor);
        return (a % b).IsZero;
    }

    /// <summary>How often the divisor (greater than zero) fits, rounded down.</summary>
    public BigInteger Floor(ExactDecimal divisor)
    {
        var (a, b, _) = Align(this, divisor);
        var quotient = BigInteger.DivRem(a, b, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The least number that is a multiple of both (both greater than zero).</summary>
    public static ExactDecimal LeastCommonMultiple(ExactDecimal left, ExactDecimal right)
    {
        var (a, b, exponent) = Align(left, right);
        return new ExactDecimal(a / BigInteger.GreatestCommonDivisor(a, b) * b, exponent);
    }

    /// <summary>The one in the middle, exactly.</summary>
    public static ExactDecimal Middle(ExactDecimal left, ExactDecimal right) => (left + right) * new ExactDecimal(5, -1);

    /// <summary>As JSON, always the same text for the same number.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(_coefficient).ToString(CultureInfo.InvariantCulture);
        var sign = _coefficient.Sign < 0 ? "-" : "";
        return _exponent switch
        {
            0 => sign + digits,
            > 0 and <= 20 => sign + digits + new string('0', _exponent),
            < 0 and >= -20 when digits.Length > -_exponent => sign + digits.Insert(digits.Length + _exponent, "."),
            < 0 and >= -20 => sign + "0." + new string('0', -_exponent - digits.Length) + digits,
            _ => string.Create(CultureInfo.InvariantCulture, $"{sign}{digits}e{_exponent}"),
        };
    }

    private static (BigInteger A, BigInteger B, int Exponent) Align(ExactDecimal a, ExactDecimal b)
    {
        var exponent = Math.Min(a._exponent, b._exponent);
        return (a._coefficient * BigInteger.Pow(10, a._exponent - exponent), b._coefficient * BigInteger.Pow(10, b._exponent - exponent), exponent);
    }
}
