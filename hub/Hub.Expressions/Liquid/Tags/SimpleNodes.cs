using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Tags;

/// <summary>Text outside all tags.</summary>
internal sealed class TextNode(int position, string text) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run)
    {
        run.Write(text);
        return LiquidFlow.Next;
    }
}

/// <summary><c>{{ … }}</c> and <c>echo</c>.</summary>
internal sealed class OutputNode(int position, LiquidExpression value) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run)
    {
        run.Write(value.Evaluate(run));
        return LiquidFlow.Next;
    }
}

/// <summary><c>assign</c>: a variable of the whole template from here on.</summary>
internal sealed class AssignNode(int position, string name, LiquidExpression value) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run)
    {
        run.Assign(name, value.Evaluate(run));
        return LiquidFlow.Next;
    }
}

/// <summary><c>capture</c>: what the body renders becomes a variable.</summary>
internal sealed class CaptureNode(int position, string name, LiquidNode[] body) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run)
    {
        run.EnterCall();
        var flow = run.Capture(body, out var text);
        run.Assign(name, text);
        run.LeaveCall();
        return flow;
    }
}

/// <summary><c>increment</c> prints, then adds one; <c>decrement</c> subtracts one, then prints.</summary>
internal sealed class CounterNode(int position, string name, bool isIncrement) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run)
    {
        var count = run.Counter(name);
        run.SetCounter(name, isIncrement ? count + 1 : count - 1);
        run.Write((LiquidValue)(isIncrement ? count : count - 1));
        return LiquidFlow.Next;
    }
}

/// <summary><c>cycle</c>: each time the next of its values. Those of one group share the count; without a name, lists of as many values are one group, as in Fluid and liquidjs.</summary>
internal sealed class CycleNode(int position, LiquidExpression? group, LiquidExpression[] values) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run)
    {
        var key = group is null ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"list of {values.Length}") : "name " + LiquidConvert.ToText(run, group.Evaluate(run));
        run.Charge(64);
        var turn = run.Cycles.GetValueOrDefault(key);
        run.Cycles[key] = (turn + 1) % values.Length;
        run.Write(values[turn % values.Length].Evaluate(run));
        return LiquidFlow.Next;
    }
}

/// <summary><c>break</c> and <c>continue</c>. Outside a loop, either ends the template.</summary>
internal sealed class JumpNode(int position, LiquidFlow flow) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run) => flow;
}

/// <summary>Tags in one <c>liquid</c> tag.</summary>
internal sealed class GroupNode(int position, LiquidNode[] body) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run) => LiquidBlock.Render(run, body);
}
