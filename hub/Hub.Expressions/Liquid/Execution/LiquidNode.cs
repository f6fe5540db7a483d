namespace Hub.Expressions.Liquid.Execution;

/// <summary>A piece of a template, ready to render. Immutable.</summary>
internal abstract class LiquidNode(int position)
{
    public int Position { get; } = position;

    public abstract LiquidFlow Render(Rendering run);
}

/// <summary>Pieces one after the other.</summary>
internal static class LiquidBlock
{
    public static LiquidFlow Render(Rendering run, LiquidNode[] body)
    {
        foreach (var node in body)
        {
            run.Step();
            run.Position = node.Position;
            if (node.Render(run) is var flow && flow != LiquidFlow.Next)
            {
                return flow;
            }
        }

        return LiquidFlow.Next;
    }
}
