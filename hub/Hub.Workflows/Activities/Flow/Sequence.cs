using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>Runs activities one after the other.</summary>
internal sealed class Sequence : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Sequence",
        Category = Categories.Workflows,
        DisplayName = ("Sequence", "Séquence"),
        Description = ("Runs activities one after the other.", "Exécute des activités l'une après l'autre."),
        IsContainer = true,
        IsBrowsable = false,
        Ports = [new() { Name = "Activities", Kind = PortKind.EmbeddedList }],
    };

    private IReadOnlyList<GraphNode?> _activities = [];

    public override void Compile(NodeCompilation compilation) => _activities = compilation.Ports("Activities");

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        Next(context, 0);
        return default;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        if (context.IsBreaking || child.Node?.Descriptor.IsTerminal == true)
        {
            context.Complete();
        }
        else
        {
            Next(context, context.Position);
        }

        return default;
    }

    internal override bool ReceiveBreak(ActivityContext context)
    {
        context.IsBreaking = true;
        return false;
    }

    internal override bool Admit(ActivityContext context, GraphNode child)
    {
        // It goes on behind this child, unless another one is on its way.
        if (context.FirstChild is null && context.QueuedChildren == 0)
        {
            context.Position = IndexOf(child.Id) + 1;
        }

        context.Schedule(child, "next");
        return true;
    }

    internal override void Migrate(ActivityContext context, Activity earlier)
    {
        if (earlier is Sequence before && context.Position > 0 && before._activities[context.Position - 1] is { } current && IndexOf(current.Id) is >= 0 and var position)
        {
            context.Position = position + 1;
        }
    }

    private int IndexOf(string id)
    {
        for (var i = 0; i < _activities.Count; i++)
        {
            if (_activities[i]?.Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private void Next(ActivityContext context, int position)
    {
        if (position >= _activities.Count)
        {
            context.Complete();
            return;
        }

        context.Position = position + 1;
        context.Schedule(_activities[position], "next");
    }
}
