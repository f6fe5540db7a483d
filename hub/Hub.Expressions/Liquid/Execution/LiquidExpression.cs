using Hub.Expressions.Liquid.Filters;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Execution;

/// <summary>Something with a value. Immutable.</summary>
internal abstract class LiquidExpression
{
    public abstract LiquidValue Evaluate(Rendering run);
}

internal sealed class ConstantValue(LiquidValue value) : LiquidExpression
{
    public LiquidValue Value => value;

    public override LiquidValue Evaluate(Rendering run) => value;
}

/// <summary><c>(first..last)</c>.</summary>
internal sealed class RangeValue(LiquidExpression first, LiquidExpression last) : LiquidExpression
{
    public override LiquidValue Evaluate(Rendering run) =>
        new RangeList(LiquidConvert.ToInteger(first.Evaluate(run)), LiquidConvert.ToInteger(last.Evaluate(run)));
}

/// <summary>A name, or any value in brackets taken as one, and the members read from it: <c>order.lines[0]['price']</c>.</summary>
internal sealed class PathValue(LiquidExpression? rootName, string name, LiquidExpression[] members) : LiquidExpression
{
    public override LiquidValue Evaluate(Rendering run)
    {
        run.Step();
        var value = run.Resolve(rootName is null ? name : LiquidConvert.ToText(run, rootName.Evaluate(run)));
        foreach (var member in members)
        {
            if (value.IsNil)
            {
                return value;
            }

            value = MemberAccess.Get(run, value, member.Evaluate(run), isDotted: member is DottedName);
        }

        return value;
    }
}

/// <summary>The name after a point; unlike <c>['size']</c> it also means what <c>size</c>, <c>first</c> and <c>last</c> mean.</summary>
internal sealed class DottedName(string name) : LiquidExpression
{
    private readonly LiquidValue name = name;

    public override LiquidValue Evaluate(Rendering run) => name;
}

/// <summary>A value through filters, in order.</summary>
internal sealed class FilteredValue(LiquidExpression input, FilterCall[] calls) : LiquidExpression
{
    public override LiquidValue Evaluate(Rendering run)
    {
        var value = input.Evaluate(run);
        foreach (var call in calls)
        {
            value = call.Apply(run, value);
        }

        return value;
    }
}

/// <summary>Comparisons joined by <c>and</c> and <c>or</c>, which bind from right to left: <c>a or b and c</c> is <c>a or (b and c)</c>, as is <c>a and b or c</c> with <c>(b or c)</c>.</summary>
internal sealed class LogicalValue(LiquidExpression[] operands, bool[] isAnd) : LiquidExpression
{
    public override LiquidValue Evaluate(Rendering run)
    {
        for (var i = 0; i < isAnd.Length; i++)
        {
            // With everything to the right as one group, a decided operand ends the whole.
            var isTruthy = operands[i].Evaluate(run).IsTruthy;
            if (isTruthy != isAnd[i])
            {
                return isTruthy;
            }
        }

        return operands[^1].Evaluate(run).IsTruthy;
    }
}

internal sealed class ComparisonValue(LiquidExpression left, LiquidOperator comparison, LiquidExpression right) : LiquidExpression
{
    public override LiquidValue Evaluate(Rendering run)
    {
        run.Step();
        return Comparison.Holds(run, left.Evaluate(run), comparison, right.Evaluate(run));
    }
}
