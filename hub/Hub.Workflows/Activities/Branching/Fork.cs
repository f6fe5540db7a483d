using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Branching;

/// <summary>Runs branches beside each other, and completes with the first or with all of them.</summary>
internal sealed class Fork : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Fork",
        Category = Categories.Branching,
        DisplayName = ("Fork", "Embranchement"),
        Description = ("Runs branches beside each other.", "Exécute des branches en parallèle."),
        IsBrowsable = false,
        Inputs =
        [
            new()
            {
                Name = "JoinMode",
                TypeName = "Elsa.Workflows.Activities.ForkJoinMode, Elsa.Workflows.Core",
                IsWrapped = false,
                Description = ("Go on with the first branch or with all.", "Continuer avec la première branche ou avec toutes."),
                UIHint = "dropdown",
                DefaultValue = JsonValues.From("WaitAll"),
                Choices = [new("WaitAll", ("All branches", "Toutes les branches")), new("WaitAny", ("The first branch", "La première branche"))],
            },
        ],
        Ports = [new() { Name = "Branches", Kind = PortKind.EmbeddedList }],
    };

    private IReadOnlyList<GraphNode?> _branches = [];

    public override void Compile(NodeCompilation compilation) => _branches = compilation.Ports("Branches");

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Position = 0;
        if (_branches.Count == 0)
        {
            context.Complete();
        }

        foreach (var branch in _branches)
        {
            context.Schedule(branch, "branch");
        }

        return default;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        // Each branch runs once, so counting them is counting their ids.
        context.Position++;
        if (context.IsBreaking || context.GetText("JoinMode") is "WaitAny" or "1" || context.Position == _branches.Count)
        {
            context.Complete();
        }

        return default;
    }

    internal override bool Admit(ActivityContext context, GraphNode child)
    {
        context.Position--;
        context.Schedule(child, "branch");
        return true;
    }

    // It counts what has completed, up to all its branches: branches that the new version adds or takes away are not waited for.
    internal override void Migrate(ActivityContext context, Activity earlier) => context.Position += _branches.Count - (earlier as Fork ?? this)._branches.Count;

    internal override bool ReceiveBreak(ActivityContext context)
    {
        context.IsBreaking = true;
        return false;
    }
}
