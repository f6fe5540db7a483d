using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Execution;

/// <summary>Equality, order and containment of values.</summary>
internal static class Comparison
{
    public static bool Holds(Rendering run, LiquidValue left, LiquidOperator comparison, LiquidValue right) => comparison switch
    {
        LiquidOperator.Equal => AreEqual(run, left, right),
        LiquidOperator.NotEqual => !AreEqual(run, left, right),
        LiquidOperator.Less => Order(left, right) < 0,
        LiquidOperator.LessOrEqual => Order(left, right) <= 0,
        LiquidOperator.Greater => Order(left, right) > 0,
        LiquidOperator.GreaterOrEqual => Order(left, right) >= 0,
        _ => Contains(run, left, right),
    };

    public static bool AreEqual(Rendering run, LiquidValue left, LiquidValue right)
    {
        run.Step();
        if (left.Kind is LiquidKind.Empty or LiquidKind.Blank)
        {
            (left, right) = (right, left);
        }

        switch (right.Kind)
        {
            case LiquidKind.Empty:
                return left.Kind == LiquidKind.Empty || IsEmpty(run, left);
            case LiquidKind.Blank:
                return left.Kind is LiquidKind.Empty or LiquidKind.Blank || IsBlank(run, left);
        }

        if (left.IsNumber && right.IsNumber)
        {
            return Order(left, right) == 0;
        }

        if (left.Kind != right.Kind)
        {
            return false;
        }

        return left.Kind switch
        {
            LiquidKind.Boolean => left.IsTrue == right.IsTrue,
            LiquidKind.Text => TextsEqual(run, left.AsText, right.AsText),
            LiquidKind.Date => left.AsDate == right.AsDate,
            LiquidKind.List => ListsEqual(run, left.ListOrNull!, right.ListOrNull!),
            LiquidKind.Object => ObjectsEqual(run, left.ObjectOrNull!, right.ObjectOrNull!),
            _ => true,
        };
    }

    /// <summary>Negative, zero or positive; null when the two have no order. A number and a text that holds a number are compared as numbers.</summary>
    public static int? Order(LiquidValue left, LiquidValue right)
    {
        if (left.Kind == LiquidKind.Number && right.Kind == LiquidKind.Number)
        {
            return left.AsNumber.CompareTo(right.AsNumber);
        }

        if (left.IsNumber && right.IsNumber)
        {
            var (a, b) = (left.AsDouble, right.AsDouble);
            return double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b);
        }

        return (left.Kind, right.Kind) switch
        {
            (LiquidKind.Text, LiquidKind.Text) => Math.Sign(string.CompareOrdinal(left.AsText, right.AsText)),
            (LiquidKind.Date, LiquidKind.Date) => left.AsDate.CompareTo(right.AsDate),
            (LiquidKind.Text, LiquidKind.Number) when LiquidConvert.LooksNumeric(left.AsText) => Order(LiquidConvert.ToNumber(left), right),
            (LiquidKind.Number, LiquidKind.Text) when LiquidConvert.LooksNumeric(right.AsText) => Order(left, LiquidConvert.ToNumber(right)),
            _ => null,
        };
    }

    /// <summary>An empty text, list or object.</summary>
    public static bool IsEmpty(Rendering run, LiquidValue value) => value.Kind switch
    {
        LiquidKind.Text => value.AsText.Length == 0,
        LiquidKind.List => value.ListOrNull!.Count == 0,
        LiquidKind.Object => !value.ObjectOrNull!.Names(run).Any(),
        _ => false,
    };

    private static bool IsBlank(Rendering run, LiquidValue value) =>
        !value.IsTruthy || (value.IsText ? string.IsNullOrWhiteSpace(value.AsText) : IsEmpty(run, value));

    private static bool Contains(Rendering run, LiquidValue left, LiquidValue right)
    {
        switch (left.Kind)
        {
            case LiquidKind.Text:
                run.StepMany(left.AsText.Length >> 4);
                return !right.IsNil && left.AsText.Contains(LiquidConvert.ToText(run, right), StringComparison.Ordinal);
            case LiquidKind.List:
                return LiquidConvert.Items(run, left).Any(item => AreEqual(run, item, right));
            case LiquidKind.Object:
                return right.IsText && left.ObjectOrNull!.TryGetExact(run, right.AsText, out _);
            default:
                return false;
        }
    }

    private static bool TextsEqual(Rendering run, string left, string right)
    {
        run.StepMany(left.Length >> 6);
        return left == right;
    }

    private static bool ListsEqual(Rendering run, LiquidList left, LiquidList right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        run.EnterCall();
        var equal = true;
        for (long i = 0; equal && i < left.Count; i++)
        {
            equal = AreEqual(run, left.At(run, i), right.At(run, i));
        }

        run.LeaveCall();
        return equal;
    }

    private static bool ObjectsEqual(Rendering run, LiquidObject left, LiquidObject right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        run.EnterCall();
        var count = 0;
        var equal = true;
        foreach (var name in left.Names(run))
        {
            count++;
            left.TryGetExact(run, name, out var mine);
            equal = right.TryGetExact(run, name, out var other) && AreEqual(run, mine, other);
            if (!equal)
            {
                break;
            }
        }

        run.LeaveCall();
        return equal && right.Names(run).Count() == count;
    }
}
