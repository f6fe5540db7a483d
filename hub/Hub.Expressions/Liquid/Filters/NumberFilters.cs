using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>Arithmetic. Decimals are exact; what overflows them goes on as a double.</summary>
internal static class NumberFilters
{
    public static IReadOnlyList<Filter> All { get; } =
    [
        new("abs", 0, 0, static (_, input, _) => One(input, Math.Abs, Math.Abs)),
        new("at_least", 1, 1, static (_, input, arguments) => Two(input, arguments[0], Math.Max, Math.Max)),
        new("at_most", 1, 1, static (_, input, arguments) => Two(input, arguments[0], Math.Min, Math.Min)),
        new("ceil", 0, 0, static (_, input, _) => One(input, static number => Integer(decimal.Ceiling(number)), Math.Ceiling)),
        new("divided_by", 1, 1, DividedBy),
        new("floor", 0, 0, static (_, input, _) => One(input, static number => Integer(decimal.Floor(number)), Math.Floor)),
        new("minus", 1, 1, static (_, input, arguments) => Two(input, arguments[0], static (a, b) => a - b, static (a, b) => a - b)),
        new("modulo", 1, 1, Modulo),
        new("plus", 1, 1, static (_, input, arguments) => Plus(input, arguments[0])),
        new("round", 0, 1, Round),
        new("times", 1, 1, static (_, input, arguments) => Two(input, arguments[0], static (a, b) => a * b, static (a, b) => a * b)),
    ];

    public static LiquidValue Plus(LiquidValue left, LiquidValue right) => Two(left, right, static (a, b) => a + b, static (a, b) => a + b);

    private static LiquidValue One(LiquidValue input, Func<decimal, decimal> exact, Func<double, double> rounded)
    {
        var number = LiquidConvert.ToNumber(input);
        return number.Kind == LiquidKind.HugeNumber ? LiquidValue.FromDouble(rounded(number.AsDouble)) : exact(number.AsNumber);
    }

    private static LiquidValue Two(LiquidValue left, LiquidValue right, Func<decimal, decimal, decimal> exact, Func<double, double, double> rounded)
    {
        var (a, b) = (LiquidConvert.ToNumber(left), LiquidConvert.ToNumber(right));
        if (a.Kind == LiquidKind.Number && b.Kind == LiquidKind.Number)
        {
            try
            {
                return exact(a.AsNumber, b.AsNumber);
            }
            catch (OverflowException)
            {
                // Beyond 28 digits exactness ends.
            }
        }

        return LiquidValue.FromDouble(rounded(a.AsDouble, b.AsDouble));
    }

    /// <summary>Two integers give an integer, rounded down; anything else the exact quotient.</summary>
    private static LiquidValue DividedBy(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var (dividend, divisor) = (LiquidConvert.ToNumber(input), NotZero(run, arguments[0]));
        return dividend.IsInteger && divisor.IsInteger
            ? Integer(FloorOfQuotient(dividend.AsNumber, divisor.AsNumber))
            : Two(dividend, divisor, static (a, b) => AsFraction(a / b), static (a, b) => a / b);
    }

    /// <summary>What is left has the sign of the divisor.</summary>
    private static LiquidValue Modulo(Rendering run, LiquidValue input, FilterArguments arguments) =>
        Two(input, NotZero(run, arguments[0]), static (a, b) => a % b is var rest && rest != 0 && rest < 0 != b < 0 ? rest + b : rest, static (a, b) => a - (b * Math.Floor(a / b)));

    private static LiquidValue Round(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var number = LiquidConvert.ToNumber(input);
        var digits = arguments.Integer(0);
        if (number.Kind == LiquidKind.HugeNumber || digits > 28)
        {
            return number;
        }

        if (digits > 0)
        {
            return Math.Round(number.AsNumber, (int)digits, MidpointRounding.AwayFromZero);
        }

        var scale = 1m;
        for (var i = digits; i < 0 && scale < 1e27m; i++)
        {
            scale *= 10;
        }

        return Integer(Math.Round(number.AsNumber / scale, MidpointRounding.AwayFromZero) * scale);
    }

    private static LiquidValue NotZero(Rendering run, LiquidValue value)
    {
        var number = LiquidConvert.ToNumber(value);
        return number.AsDouble == 0 ? throw run.Fail("Division by zero.", "Division par zéro.") : number;
    }

    private static decimal FloorOfQuotient(decimal dividend, decimal divisor)
    {
        // The quotient itself may be rounded up to an integer when it has more than 28 digits; the remainder is exact.
        var rest = dividend % divisor;
        var quotient = decimal.Truncate((dividend - rest) / divisor);
        return rest != 0 && rest < 0 != divisor < 0 ? quotient - 1 : quotient;
    }

    private static decimal Integer(decimal number) => decimal.Truncate(number);

    // 5.0 / 2.5 has no decimals left, yet stays a number with decimals, as in Shopify's Liquid.
    private static decimal AsFraction(decimal number) => number.Scale == 0 && Math.Abs(number) < 1e27m ? number * 1.0m : number;
}
