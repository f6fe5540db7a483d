using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>The workflow itself: declares its variables, runs its root, and ends with it or with a Complete inside.</summary>
internal sealed class WorkflowActivity : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Workflow",
        Category = Categories.Workflows,
        DisplayName = ("Workflow", "Workflow"),
        Description = ("Runs its root activity.", "Exécute son activité racine."),
        IsContainer = true,
        IsBrowsable = false,
        Ports = [PortDescriptor.Embedded("Root")],
    };

    private GraphNode? _root;

    internal override bool IsComposite => true;

    public override void Compile(NodeCompilation compilation) => _root = compilation.Port("Root");

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Schedule(_root, "root");
        return default;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        context.Run.Complete(context, context.CompositeOutcomes);
        return default;
    }
}
