using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Branching;

/// <summary>Runs the activity of the first case that holds, or of every one; else the default.</summary>
internal sealed class Switch : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Switch",
        Category = Categories.Branching,
        DisplayName = ("Switch", "Choix multiple"),
        Description = ("Runs what belongs to the cases that hold.", "Exécute ce qui correspond aux cas vérifiés."),
        Inputs =
        [
            new() { Name = "Cases", IsWrapped = false, UIHint = "switch-editor", Description = ("The cases.", "Les cas.") },
            SwitchCases.ModeInput,
        ],
        Ports = [new() { Name = "Cases", Kind = PortKind.EmbeddedCases }, PortDescriptor.Embedded("Default", ("Default", "Par défaut"))],
    };

    private SwitchCases _cases = SwitchCases.None;
    private IReadOnlyList<GraphNode?> _activities = [];
    private GraphNode? _default;

    public override void Compile(NodeCompilation compilation)
    {
        _cases = SwitchCases.Read(compilation);
        _activities = compilation.Ports("Cases");
        _default = compilation.Port("Default");
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var matching = _cases.Matching(context);
        context.Position = Math.Max(1, matching.Count);
        if (matching.Count == 0)
        {
            context.Schedule(_default, "case");
        }

        foreach (var position in matching)
        {
            context.Schedule(_activities[position], "case");
        }

        return default;
    }

    internal override bool Admit(ActivityContext context, GraphNode child)
    {
        context.Position++;
        context.Schedule(child, "case");
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
