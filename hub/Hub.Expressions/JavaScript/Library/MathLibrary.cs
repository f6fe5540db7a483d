using System.Numerics;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Math</c> (§21.3). Randomness comes from the host only.</summary>
internal static class MathLibrary
{
    public static MemberTable Table { get; } = Build();

    private static MemberTable Build()
    {
        var table = new MemberTable()
            .Value("E", Math.E).Value("LN10", 2.302585092994046).Value("LN2", 0.6931471805599453)
            .Value("LOG10E", 0.4342944819032518).Value("LOG2E", 1.4426950408889634).Value("PI", Math.PI)
            .Value("SQRT1_2", 0.7071067811865476).Value("SQRT2", 1.4142135623730951)
            .Tag("Math")
            .Method("atan2", 2, static (run, _, arguments) => Math.Atan2(Coerce.ToNumber(run, arguments.At(0)), Coerce.ToNumber(run, arguments.At(1))))
            .Method("clz32", 1, static (run, _, arguments) => BitOperations.LeadingZeroCount(Coerce.ToUint32(run, arguments.At(0))))
            .Method("hypot", 2, Hypot)
            .Method("imul", 2, static (run, _, arguments) => unchecked(Coerce.ToInt32(run, arguments.At(0)) * Coerce.ToInt32(run, arguments.At(1))))
            .Method("max", 2, static (run, _, arguments) => Extreme(run, arguments, double.NegativeInfinity, static (a, b) => Math.Max(a, b)))
            .Method("min", 2, static (run, _, arguments) => Extreme(run, arguments, double.PositiveInfinity, static (a, b) => Math.Min(a, b)))
            .Method("pow", 2, static (run, _, arguments) => BinaryCode.Power(Coerce.ToNumber(run, arguments.At(0)), Coerce.ToNumber(run, arguments.At(1))))
            .Method("random", 0, static (run, _, _) => run.NextRandom());
        foreach (var (name, function) in new (string, Func<double, double>)[]
        {
            ("abs", Math.Abs), ("acos", Math.Acos), ("acosh", Math.Acosh), ("asin", Math.Asin), ("asinh", static x => x == 0 || double.IsNegativeInfinity(x) ? x : Math.Asinh(x)), ("atan", Math.Atan), ("atanh", Math.Atanh),
            ("cbrt", Math.Cbrt), ("ceil", Math.Ceiling), ("cos", Math.Cos), ("cosh", Math.Cosh), ("exp", Math.Exp), ("expm1", Expm1), ("floor", Math.Floor),
            ("fround", static x => (float)x), ("log", Math.Log), ("log1p", Log1p), ("log10", Math.Log10), ("log2", Math.Log2), ("round", Round),
            ("sign", static x => double.IsNaN(x) || x == 0 ? x : Math.Sign(x)), ("sin", Math.Sin), ("sinh", Math.Sinh), ("sqrt", Math.Sqrt), ("tan", Math.Tan), ("tanh", Math.Tanh), ("trunc", Math.Truncate),
        })
        {
            table.Method(name, 1, (run, _, arguments) => function(Coerce.ToNumber(run, arguments.At(0))));
        }

        return table;
    }

    /// <summary>Halves go up, also below zero, and the sign of zero stays.</summary>
    private static double Round(double x)
    {
        if (!double.IsFinite(x) || Math.Abs(x) >= 4503599627370496 || x == 0)
        {
            return x;
        }

        var floor = Math.Floor(x);
        var rounded = x - floor >= 0.5 ? floor + 1 : floor;
        return rounded == 0 && double.IsNegative(x) ? -0.0 : rounded;
    }

    private static double Expm1(double x) => x == 0 ? x : Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1;

    private static double Log1p(double x)
    {
        if (x == 0 || double.IsPositiveInfinity(x))
        {
            return x;
        }

        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    private static JsValue Extreme(Evaluation run, ReadOnlySpan<JsValue> arguments, double start, Func<double, double, double> choose)
    {
        run.StepMany(arguments.Length);
        var result = start;
        foreach (var argument in arguments)
        {
            result = choose(result, Coerce.ToNumber(run, argument));
        }

        return result;
    }

    private static JsValue Hypot(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var numbers = new double[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            numbers[i] = Math.Abs(Coerce.ToNumber(run, arguments[i]));
        }

        if (Array.Exists(numbers, double.IsInfinity))
        {
            return double.PositiveInfinity;
        }

        var scale = numbers.Length == 0 ? 0 : numbers.Max();
        if (scale == 0 || double.IsNaN(scale))
        {
            return Array.Exists(numbers, double.IsNaN) ? double.NaN : scale;
        }

        // Scaling keeps the squares from overflowing; the correction keeps the sum exact to the last digit.
        double sum = 0, lost = 0;
        foreach (var number in numbers)
        {
            var ratio = number / scale;
            var term = (ratio * ratio) - lost;
            var next = sum + term;
            lost = next - sum - term;
            sum = next;
        }

        return Math.Sqrt(sum) * scale;
    }
}
