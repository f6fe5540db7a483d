using Hub.Expressions.Liquid.Execution;

namespace Hub.Expressions.Liquid.Tags;

/// <summary><c>for … in …</c>.</summary>
internal sealed class ForNode(int position, string name, LoopRange range, bool isReversed, LiquidNode[] body, LiquidNode[]? otherwise) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run)
    {
        var (items, start, count) = range.Take(run);
        run.EnterCall();
        try
        {
            return count > 0 ? Loop(run, items, start, count)
                : otherwise is null ? LiquidFlow.Next
                : LiquidBlock.Render(run, otherwise);
        }
        finally
        {
            run.LeaveCall();
        }
    }

    private LiquidFlow Loop(Rendering run, Values.LiquidList items, long start, long count)
    {
        run.Charge(96);
        var outer = run.Loop;
        var state = new LoopState(range.Key, count, outer);
        var scope = run.OpenScope();
        run.Loop = state;
        run.SetLocal(scope, 0, "forloop", state);
        for (long i = 0; i < count; i++)
        {
            run.Step();
            state.Index = i;
            run.SetLocal(scope, 1, name, items.At(run, isReversed ? start + count - 1 - i : start + i));
            if (LiquidBlock.Render(run, body) == LiquidFlow.Break)
            {
                break;
            }
        }

        run.CloseScope(scope);
        run.Loop = outer;
        return LiquidFlow.Next;
    }
}
