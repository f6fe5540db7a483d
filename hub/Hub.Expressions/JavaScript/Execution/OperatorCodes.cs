using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Syntax;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

internal sealed class AddCode(ExpressionCode left, ExpressionCode right) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var a = left.Evaluate(frame);
        var b = right.Evaluate(frame);
        return a.IsNumber && b.IsNumber ? a.AsNumber + b.AsNumber
            : a.IsString && b.IsString ? Coerce.Concat(frame.Run, a, b)
            : Coerce.Add(frame.Run, a, b);
    }
}

/// <summary>The operators on two values without a class of their own.</summary>
internal sealed class BinaryCode(TokenKind kind, ExpressionCode left, ExpressionCode right) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var a = left.Evaluate(frame);
        var b = right.Evaluate(frame);
        return Apply(frame.Run, kind, a, b);
    }

    public static JsValue Apply(Evaluation run, TokenKind kind, JsValue a, JsValue b)
    {
        switch (kind)
        {
            case TokenKind.Plus:
                return Coerce.Add(run, a, b);
            case TokenKind.Less:
                return a.IsNumber && b.IsNumber ? a.AsNumber < b.AsNumber : Coerce.IsLess(run, a, b, leftFirst: true) ?? false;
            case TokenKind.Greater:
                return a.IsNumber && b.IsNumber ? a.AsNumber > b.AsNumber : Coerce.IsLess(run, b, a, leftFirst: false) ?? false;
            case TokenKind.LessEqual:
                return a.IsNumber && b.IsNumber ? a.AsNumber <= b.AsNumber : Coerce.IsLess(run, b, a, leftFirst: false) is false;
            case TokenKind.GreaterEqual:
                return a.IsNumber && b.IsNumber ? a.AsNumber >= b.AsNumber : Coerce.IsLess(run, a, b, leftFirst: true) is false;
            case TokenKind.Equal:
                return Coerce.LooseEquals(run, a, b);
            case TokenKind.NotEqual:
                return !Coerce.LooseEquals(run, a, b);
            case TokenKind.InstanceOf:
                return FunctionLibrary.IsInstance(run, a, b);
            case TokenKind.In:
                var holder = b.ObjectOrNull ?? throw run.TypeError("Cannot use 'in' operator to search in a value that is not an object");
                return holder.HasProperty(run, Coerce.ToKey(run, a));
        }

        var x = Coerce.ToNumber(run, a);
        var y = Coerce.ToNumber(run, b);
        return kind switch
        {
            TokenKind.Minus => x - y,
            TokenKind.Star => x * y,
            TokenKind.Slash => x / y,
            TokenKind.Percent => Remainder(x, y),
            TokenKind.StarStar => Power(x, y),
            TokenKind.And => Coerce.ToInt32(x) & Coerce.ToInt32(y),
            TokenKind.Or => Coerce.ToInt32(x) | Coerce.ToInt32(y),
            TokenKind.Xor => Coerce.ToInt32(x) ^ Coerce.ToInt32(y),
            TokenKind.ShiftLeft => Coerce.ToInt32(x) << (Coerce.ToInt32(y) & 31),
            TokenKind.ShiftRight => Coerce.ToInt32(x) >> (Coerce.ToInt32(y) & 31),
            TokenKind.ShiftRightUnsigned => (uint)Coerce.ToInt32(x) >> (Coerce.ToInt32(y) & 31),
            _ => throw new InvalidOperationException($"{kind} is not an operator on two values."),
        };
    }

    private static double Remainder(double x, double y)
    {
        var result = x % y;
        return result == 0 && double.IsNegative(x) ? -0.0 : result;
    }

    /// <summary>Unlike IEEE pow, 1 to the power of NaN or infinity is NaN.</summary>
    public static double Power(double x, double y) => double.IsNaN(y) || (Math.Abs(x) == 1 && double.IsInfinity(y)) ? double.NaN : Math.Pow(x, y);
}

internal sealed class StrictEqualCode(ExpressionCode left, ExpressionCode right, bool wanted) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var a = left.Evaluate(frame);
        return Coerce.StrictEquals(a, right.Evaluate(frame)) == wanted;
    }
}

internal sealed class LogicalCode(TokenKind kind, ExpressionCode left, ExpressionCode right) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var value = left.Evaluate(frame);
        return GoesOn(kind, value) ? right.Evaluate(frame) : value;
    }

    public static bool GoesOn(TokenKind kind, JsValue value) => kind switch
    {
        TokenKind.AndAnd or TokenKind.AndAndAssign => Coerce.ToBoolean(value),
        TokenKind.OrOr or TokenKind.OrOrAssign => !Coerce.ToBoolean(value),
        _ => value.IsNullish,
    };
}

internal sealed class ConditionalCode(ExpressionCode test, ExpressionCode then, ExpressionCode otherwise) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame) => Coerce.ToBoolean(test.Evaluate(frame)) ? then.Evaluate(frame) : otherwise.Evaluate(frame);
}

internal sealed class SequenceCode(ExpressionCode[] items) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        for (var i = 0; i < items.Length - 1; i++)
        {
            items[i].Evaluate(frame);
        }

        return items[^1].Evaluate(frame);
    }
}

internal sealed class UnaryCode(TokenKind kind, ExpressionCode operand) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        if (kind == TokenKind.TypeOf && operand is GlobalCode global)
        {
            return Coerce.TypeOf(global.EvaluateOrUndefined(frame));
        }

        var value = operand.Evaluate(frame);
        return kind switch
        {
            TokenKind.Not => !Coerce.ToBoolean(value),
            TokenKind.Minus => -Coerce.ToNumber(frame.Run, value),
            TokenKind.Plus => Coerce.ToNumber(frame.Run, value),
            TokenKind.Tilde => ~Coerce.ToInt32(frame.Run, value),
            TokenKind.TypeOf => Coerce.TypeOf(value),
            TokenKind.Void => JsValue.Undefined,
            _ => true,
        };
    }
}

internal sealed class AssignCode(TargetCode target, ExpressionCode value) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        target.Find(frame, out var place);
        var result = value.Evaluate(frame);
        target.Write(frame, place, result);
        return result;
    }
}

/// <summary><c>local = value</c> where no dead zone can be met.</summary>
internal sealed class AssignLocalCode(int slot, ExpressionCode value) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame) => frame.Locals[slot] = value.Evaluate(frame);
}

internal sealed class CompoundAssignCode(TokenKind kind, TargetCode target, ExpressionCode value) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        target.Find(frame, out var place);
        var old = target.Read(frame, ref place);
        var right = value.Evaluate(frame);
        var result = kind == TokenKind.Plus && old.IsString && right.IsString
            ? Coerce.Concat(frame.Run, old, right)
            : BinaryCode.Apply(frame.Run, kind, old, right);
        target.Write(frame, place, result);
        return result;
    }
}

internal sealed class LogicalAssignCode(TokenKind kind, TargetCode target, ExpressionCode value) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        target.Find(frame, out var place);
        var old = target.Read(frame, ref place);
        if (!LogicalCode.GoesOn(kind, old))
        {
            return old;
        }

        var result = value.Evaluate(frame);
        target.Write(frame, place, result);
        return result;
    }
}

internal sealed class UpdateCode(TargetCode target, double step, bool isPrefix) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        target.Find(frame, out var place);
        var old = Coerce.ToNumber(frame.Run, target.Read(frame, ref place));
        target.Write(frame, place, old + step);
        return isPrefix ? old + step : old;
    }
}

internal sealed class PatternAssignCode(PatternCode pattern, ExpressionCode value) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var source = value.Evaluate(frame);
        pattern.Bind(frame, source);
        return source;
    }
}

internal sealed class ThrowingCode(string message) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame) => throw frame.Run.ReferenceError(message);
}

internal sealed class GuardCode(ExpressionCode inner) : ExpressionCode
{
    /// <summary>Stands every so many levels in a deep expression, where the stack left is checked.</summary>
    public override JsValue Evaluate(Frame frame)
    {
        frame.Run.CheckStack();
        return inner.Evaluate(frame);
    }

    public override JsValue EvaluateCallee(Frame frame, out JsValue self)
    {
        frame.Run.CheckStack();
        return inner.EvaluateCallee(frame, out self);
    }
}
