using System.Globalization;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Number</c> (§21.1).</summary>
internal static class NumberLibrary
{
    private const double MaxSafe = 9007199254740991;

    public static MemberTable Prototype { get; } = new MemberTable("Number")
        .Link("constructor", IntrinsicId.Number)
        .Method("toExponential", 1, static (run, self, arguments) =>
        {
            var number = This(run, self);
            var digits = Coerce.ToInteger(run, arguments.At(0));
            return !double.IsFinite(number) ? NumberText.Format(number)
                : digits is < 0 or > 100 ? throw run.RangeError("toExponential() argument must be between 0 and 100")
                : NumberFormat.Exponential(number, arguments.At(0).IsUndefined ? null : (int)digits);
        })
        .Method("toFixed", 1, static (run, self, arguments) =>
        {
            var number = This(run, self);
            var digits = Coerce.ToInteger(run, arguments.At(0));
            return digits is < 0 or > 100 ? throw run.RangeError("toFixed() digits argument must be between 0 and 100")
                : !double.IsFinite(number) || Math.Abs(number) >= 1e21 ? NumberText.Format(number)
                : NumberFormat.Fixed(number, (int)digits);
        })
        .Method("toLocaleString", 0, static (run, self, arguments) => IntlLibrary.Number(run, IntlNumber.From(run, arguments.At(0), arguments.At(1)), This(run, self)))
        .Method("toPrecision", 1, static (run, self, arguments) =>
        {
            var number = This(run, self);
            if (arguments.At(0).IsUndefined)
            {
                return NumberText.Format(number);
            }

            var digits = Coerce.ToInteger(run, arguments.At(0));
            return !double.IsFinite(number) ? NumberText.Format(number)
                : digits is < 1 or > 100 ? throw run.RangeError("toPrecision() argument must be between 1 and 100")
                : NumberFormat.Precision(number, (int)digits);
        })
        .Method("toString", 1, static (run, self, arguments) =>
        {
            var number = This(run, self);
            var radix = arguments.At(0).IsUndefined ? 10 : Coerce.ToInteger(run, arguments.At(0));
            return radix is < 2 or > 36 ? throw run.RangeError("toString() radix must be between 2 and 36")
                : radix == 10 || !double.IsFinite(number) ? NumberText.Format(number)
                : NumberFormat.Radix(number, (int)radix);
        })
        .Method("valueOf", 0, static (run, self, _) => This(run, self));

    public static MemberTable Statics { get; } = new MemberTable()
        .Link("prototype", IntrinsicId.NumberPrototype, PropertyFlags.None)
        .Value("MAX_SAFE_INTEGER", MaxSafe).Value("MIN_SAFE_INTEGER", -MaxSafe)
        .Value("MAX_VALUE", double.MaxValue).Value("MIN_VALUE", double.Epsilon).Value("EPSILON", Math.Pow(2, -52))
        .Value("NaN", double.NaN).Value("NEGATIVE_INFINITY", double.NegativeInfinity).Value("POSITIVE_INFINITY", double.PositiveInfinity)
        .Method("isFinite", 1, static (_, _, arguments) => arguments.At(0) is { IsNumber: true } value && double.IsFinite(value.AsNumber))
        .Method("isInteger", 1, static (_, _, arguments) => IsInteger(arguments.At(0)))
        .Method("isNaN", 1, static (_, _, arguments) => arguments.At(0) is { IsNumber: true } value && double.IsNaN(value.AsNumber))
        .Method("isSafeInteger", 1, static (_, _, arguments) => IsInteger(arguments.At(0)) && Math.Abs(arguments.At(0).AsNumber) <= MaxSafe)
        .Alias("parseFloat", IntrinsicId.Global, "parseFloat")
        .Alias("parseInt", IntrinsicId.Global, "parseInt");

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => arguments.Length == 0 ? 0 : Coerce.ToNumber(run, arguments[0]);

    public static JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        var number = Call(run, default, arguments);
        return new WrapperObject(JsFunction.PrototypeFor(run, newTarget, IntrinsicId.NumberPrototype), number);
    }

    public static JsValue ParseInt(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = Coerce.ToText(run, arguments.At(0)).AsSpan().TrimStart(TextClass.WhiteSpace);
        var radix = Coerce.ToInt32(run, arguments.At(1));
        var negative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is '+' or '-')
        {
            text = text[1..];
        }

        if (radix is 0 or 16 && text.Length >= 2 && text[0] == '0' && text[1] is 'x' or 'X')
        {
            text = text[2..];
            radix = 16;
        }

        radix = radix == 0 ? 10 : radix;
        if (radix is < 2 or > 36)
        {
            return double.NaN;
        }

        var end = 0;
        while (end < text.Length && TextClass.DigitOf(text[end]) is var digit && digit >= 0 && digit < radix)
        {
            end++;
        }

        run.StepMany(end / 8);
        var digits = text[..end];
        var value = radix == 10 && end > 15 ? double.Parse(digits, CultureInfo.InvariantCulture) : NumberText.ParseRadixDigits(digits, radix);
        return negative ? -value : value;
    }

    public static JsValue ParseFloat(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = Coerce.ToText(run, arguments.At(0)).AsSpan().TrimStart(TextClass.WhiteSpace);
        var length = NumberText.DecimalLength(text, out var infinity);
        return length == 0 ? double.NaN : infinity != 0 ? infinity : double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static bool IsInteger(JsValue value) => value.IsNumber && double.IsFinite(value.AsNumber) && Math.Truncate(value.AsNumber) == value.AsNumber;

    private static double This(Evaluation run, JsValue self) =>
        self.IsNumber ? self.AsNumber
        : self.ObjectOrNull is WrapperObject { Primitive: { IsNumber: true } inner } ? inner.AsNumber
        : self.ObjectOrNull == run.Intrinsic(IntrinsicId.NumberPrototype) && self.IsObject ? 0
        : throw run.TypeError("Number.prototype method called on a value that is not a number");
}
