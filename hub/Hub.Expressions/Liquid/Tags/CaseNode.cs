using Hub.Expressions.Liquid.Execution;

namespace Hub.Expressions.Liquid.Tags;

/// <summary>Values of which one must be equal; no values for <c>else</c>.</summary>
internal sealed record CaseBranch(LiquidExpression[]? Values, LiquidNode[] Body);

/// <summary><c>case</c>: every <c>when</c> that holds is rendered, an <c>else</c> only when none before it did.</summary>
internal sealed class CaseNode(int position, LiquidExpression subject, CaseBranch[] branches) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run)
    {
        var value = subject.Evaluate(run);
        var isDone = false;
        run.EnterCall();
        foreach (var branch in branches)
        {
            run.Step();
            var isHit = branch.Values is null ? !isDone : Array.Exists(branch.Values, each => Comparison.AreEqual(run, value, each.Evaluate(run)));
            if (!isHit)
            {
                continue;
            }

            isDone = true;
            if (LiquidBlock.Render(run, branch.Body) is var flow && flow != LiquidFlow.Next)
            {
                run.LeaveCall();
                return flow;
            }
        }

        run.LeaveCall();
        return LiquidFlow.Next;
    }
}
