using Hub.Expressions.Liquid.Execution;

namespace Hub.Expressions.Liquid.Tags;

/// <summary>A test and what it guards; an <c>unless</c> wants the test to fail.</summary>
internal sealed record Branch(LiquidExpression Test, bool Wanted, LiquidNode[] Body);

/// <summary><c>if</c>, <c>unless</c>, <c>elsif</c>, <c>else</c>.</summary>
internal sealed class IfNode(int position, Branch[] branches, LiquidNode[]? otherwise) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run)
    {
        var body = otherwise;
        foreach (var branch in branches)
        {
            if (branch.Test.Evaluate(run).IsTruthy == branch.Wanted)
            {
                body = branch.Body;
                break;
            }
        }

        if (body is null)
        {
            return LiquidFlow.Next;
        }

        run.EnterCall();
        var flow = LiquidBlock.Render(run, body);
        run.LeaveCall();
        return flow;
    }
}
