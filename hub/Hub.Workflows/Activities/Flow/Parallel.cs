using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>Runs activities beside each other and completes when all have.</summary>
internal sealed class Parallel : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Parallel",
        Category = Categories.Workflows,
        DisplayName = ("Parallel", "En parallèle"),
        Description = ("Runs activities beside each other.", "Exécute des activités en parallèle."),
        IsContainer = true,
        IsBrowsable = false,
        Ports = [new() { Name = "Activities", Kind = PortKind.EmbeddedList }],
    };

    private IReadOnlyList<GraphNode?> _activities = [];

    public override void Compile(NodeCompilation compilation) => _activities = compilation.Ports("Activities");

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (_activities.Count == 0)
        {
            context.Complete();
            return default;
        }

        context.Position = _activities.Count;
        foreach (var activity in _activities)
        {
            context.Schedule(activity, "branch");
        }

        return default;
    }

    internal override bool Admit(ActivityContext context, GraphNode child)
    {
        context.Position++;
        context.Schedule(child, "branch");
        return true;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        if (--context.Position == 0)
        {
            context.Complete();
        }

        return default;
    }
}
