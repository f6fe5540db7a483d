using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>The conversions and comparisons of the standard (§7.1 and §7.2).</summary>
internal static class Coerce
{
    public static bool ToBoolean(JsValue value) => value.Kind switch
    {
        JsKind.Boolean => value.IsTrue,
        JsKind.Number => value.AsNumber is not (0 or double.NaN),
        JsKind.String => value.StringLength > 0,
        JsKind.Undefined or JsKind.Null or JsKind.Empty => false,
        _ => true,
    };

    public static double ToNumber(Evaluation run, JsValue value) => value.Kind switch
    {
        JsKind.Number => value.AsNumber,
        JsKind.Undefined => double.NaN,
        JsKind.Null => 0,
        JsKind.Boolean => value.IsTrue ? 1 : 0,
        JsKind.String => NumberText.Parse(value.AsString),
        JsKind.Symbol => throw run.TypeError("Cannot convert a Symbol value to a number"),
        _ => ToNumber(run, ToPrimitive(run, value, PrimitiveHint.Number)),
    };

    public static string ToText(Evaluation run, JsValue value) => value.Kind switch
    {
        JsKind.String => value.AsString,
        JsKind.Number => NumberText.Format(value.AsNumber),
        JsKind.Undefined => "undefined",
        JsKind.Null => "null",
        JsKind.Boolean => value.IsTrue ? "true" : "false",
        JsKind.Symbol => throw run.TypeError("Cannot convert a Symbol value to a string"),
        _ => ToText(run, ToPrimitive(run, value, PrimitiveHint.String)),
    };

    /// <summary>A string value; joined strings stay joined.</summary>
    public static JsValue ToStringValue(Evaluation run, JsValue value) => value.IsString ? value : ToText(run, value);

    public static JsValue ToPrimitive(Evaluation run, JsValue value, PrimitiveHint hint = PrimitiveHint.Default)
    {
        if (value.ObjectOrNull is not { } target)
        {
            return value;
        }

        var exotic = target.Get(run, JsSymbol.ToPrimitive);
        if (!exotic.IsNullish)
        {
            var convert = exotic.FunctionOrNull ?? throw run.TypeError("Symbol.toPrimitive is not a function");
            var name = hint switch { PrimitiveHint.Number => "number", PrimitiveHint.String => "string", _ => "default" };
            var converted = convert.Call(run, value, [name]);
            return converted.IsObject ? throw run.TypeError("Cannot convert object to primitive value") : converted;
        }

        for (var turn = 0; turn < 2; turn++)
        {
            var method = hint == PrimitiveHint.String == (turn == 0) ? "toString" : "valueOf";
            if (target.Get(run, method).FunctionOrNull is { } function)
            {
                var result = function.Call(run, value, []);
                if (!result.IsObject)
                {
                    return result;
                }
            }
        }

        throw run.TypeError("Cannot convert object to primitive value");
    }

    public static JsObject ToObject(Evaluation run, JsValue value) => value.Kind switch
    {
        JsKind.Object => value.AsObject,
        JsKind.Undefined or JsKind.Null => throw run.TypeError("Cannot convert undefined or null to object"),
        _ => new WrapperObject(run.PrototypeOf(value)!, value),
    };

    public static PropertyKey ToKey(Evaluation run, JsValue value) => value.Kind switch
    {
        JsKind.Number => PropertyKey.From(value.AsNumber),
        JsKind.String => PropertyKey.From(value.AsString),
        JsKind.Symbol => PropertyKey.FromSymbol(value.AsSymbol),
        JsKind.Object => ToKey(run, ToPrimitive(run, value, PrimitiveHint.String)),
        _ => PropertyKey.FromName(ToText(run, value)),
    };

    /// <summary>Drops the fraction; NaN becomes 0; infinities stay.</summary>
    public static double ToInteger(Evaluation run, JsValue value)
    {
        var number = ToNumber(run, value);
        return double.IsNaN(number) ? 0 : Math.Truncate(number) + 0.0;
    }

    public static double ToLength(Evaluation run, JsValue value) => Math.Min(Math.Max(ToInteger(run, value), 0), 9007199254740991);

    public static int ToInt32(Evaluation run, JsValue value) => ToInt32(ToNumber(run, value));

    public static int ToInt32(double number)
    {
        var direct = (int)number;
        if (direct == number)
        {
            return direct;
        }

        if (!double.IsFinite(number))
        {
            return 0;
        }

        var remainder = Math.Truncate(number) % 4294967296.0;
        return (int)(uint)(long)remainder;
    }

    public static uint ToUint32(Evaluation run, JsValue value) => (uint)ToInt32(ToNumber(run, value));

    /// <summary>A relative position as <c>slice</c>, <c>splice</c> or <c>at</c> take it: negative counts from the end, clamped to 0 … length.</summary>
    public static double ToRelative(Evaluation run, JsValue value, double length, double whenUndefined)
    {
        if (value.IsUndefined)
        {
            return whenUndefined;
        }

        var position = ToInteger(run, value);
        return position < 0 ? Math.Max(length + position, 0) : Math.Min(position, length);
    }

    public static double LengthOf(Evaluation run, JsObject value) => value is JsArray array ? array.Length : ToLength(run, value.Get(run, "length"));

    public static string TypeOf(JsValue value) => value.Kind switch
    {
        JsKind.Undefined => "undefined",
        JsKind.Boolean => "boolean",
        JsKind.Number => "number",
        JsKind.String => "string",
        JsKind.Symbol => "symbol",
        JsKind.Object when value.FunctionOrNull is not null => "function",
        _ => "object",
    };

    public static bool StrictEquals(JsValue left, JsValue right)
    {
        var kind = left.Kind;
        if (kind != right.Kind)
        {
            return false;
        }

        return kind switch
        {
            JsKind.Number => left.AsNumber == right.AsNumber,
            JsKind.String => left.SameReference(right) || (left.StringLength == right.StringLength && left.AsString == right.AsString),
            JsKind.Boolean => left.IsTrue == right.IsTrue,
            _ => left.SameReference(right),
        };
    }

    public static bool SameValue(JsValue left, JsValue right) =>
        left.IsNumber && right.IsNumber ? left.AsNumber.Equals(right.AsNumber) && double.IsNegative(left.AsNumber) == double.IsNegative(right.AsNumber) | double.IsNaN(left.AsNumber) : StrictEquals(left, right);

    public static bool SameValueZero(JsValue left, JsValue right) =>
        StrictEquals(left, right) || (left.IsNumber && right.IsNumber && double.IsNaN(left.AsNumber) && double.IsNaN(right.AsNumber));

    public static bool LooseEquals(Evaluation run, JsValue left, JsValue right)
    {
        while (true)
        {
            var (a, b) = (left.Kind, right.Kind);
            if (a == b)
            {
                return StrictEquals(left, right);
            }

            if (left.IsNullish || right.IsNullish)
            {
                return left.IsNullish && right.IsNullish;
            }

            if (a == JsKind.Boolean)
            {
                left = left.IsTrue ? 1 : 0;
            }
            else if (b == JsKind.Boolean)
            {
                right = right.IsTrue ? 1 : 0;
            }
            else if (a == JsKind.Object)
            {
                left = ToPrimitive(run, left);
            }
            else if (b == JsKind.Object)
            {
                right = ToPrimitive(run, right);
            }
            else if (a == JsKind.Symbol || b == JsKind.Symbol)
            {
                return false;
            }
            else
            {
                return ToNumber(run, left) == ToNumber(run, right);
            }
        }
    }

    /// <summary>The <c>+</c> of the language.</summary>
    public static JsValue Add(Evaluation run, JsValue left, JsValue right)
    {
        left = ToPrimitive(run, left);
        right = ToPrimitive(run, right);
        return left.IsString || right.IsString
            ? Concat(run, ToStringValue(run, left), ToStringValue(run, right))
            : ToNumber(run, left) + ToNumber(run, right);
    }

    public static JsValue Concat(Evaluation run, JsValue left, JsValue right)
    {
        var (a, b) = (left.StringLength, right.StringLength);
        if (b == 0)
        {
            return left;
        }

        if (a == 0)
        {
            return right;
        }

        var length = (long)a + b;
        if (length < 256)
        {
            run.Charge(24 + (length * 2));
            return string.Concat(left.AsString, right.AsString);
        }

        // The shorter side pays: that bounds the final flattening and keeps appending in a loop linear.
        run.Charge(48 + (Math.Min(a, b) * 2L));
        run.CheckTextLength(length);
        return JsValue.From(new JoinedString(left.TextReference, right.TextReference, (int)length));
    }

    /// <summary>Less-than of the standard: null when a NaN makes it undefined.</summary>
    public static bool? IsLess(Evaluation run, JsValue left, JsValue right, bool leftFirst)
    {
        if (leftFirst)
        {
            left = ToPrimitive(run, left, PrimitiveHint.Number);
            right = ToPrimitive(run, right, PrimitiveHint.Number);
        }
        else
        {
            right = ToPrimitive(run, right, PrimitiveHint.Number);
            left = ToPrimitive(run, left, PrimitiveHint.Number);
        }

        if (left.IsString && right.IsString)
        {
            return string.CompareOrdinal(left.AsString, right.AsString) < 0;
        }

        double a, b;
        if (leftFirst)
        {
            a = ToNumber(run, left);
            b = ToNumber(run, right);
        }
        else
        {
            b = ToNumber(run, right);
            a = ToNumber(run, left);
        }

        return double.IsNaN(a) || double.IsNaN(b) ? null : a < b;
    }
}
