using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Looping;

/// <summary>What loops share: a body, a Break that stops here, and ending with the composite around.</summary>
internal abstract class Loop : Activity
{
    protected GraphNode? Body { get; private set; }

    internal override bool EndsWithComposite => true;

    protected static IReadOnlyList<PortDescriptor> BodyPort { get; } = [PortDescriptor.Embedded("Body", ("Body", "Corps"))];

    public override void Compile(NodeCompilation compilation) => Body = compilation.Port("Body");

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Position = 0;
        Turn(context);
        return default;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        if (context.IsBreaking)
        {
            context.Complete();
        }
        else
        {
            Turn(context);
        }

        return default;
    }

    internal override bool ReceiveBreak(ActivityContext context)
    {
        context.IsBreaking = true;
        return true;
    }

    /// <summary>Begins the next turn, or completes.</summary>
    protected abstract void Turn(ActivityContext context);
}
