using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>Brings branches of a flowchart together. The flowchart decides when it runs; running, it ends the branches that are still on their way.</summary>
internal sealed class FlowJoin : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.FlowJoin",
        Category = Categories.Branching,
        DisplayName = ("Join", "Jonction"),
        Description = ("Merges branches into one.", "Réunit des branches en une seule."),
        Inputs =
        [
            new()
            {
                Name = "Mode",
                TypeName = "Elsa.Workflows.Activities.Flowchart.Models.FlowJoinMode, Elsa.Workflows.Core",
                Description = ("Which branches to wait for before going on.", "Quelles branches attendre avant de continuer."),
                UIHint = "dropdown",
                DefaultValue = JsonValues.From(nameof(JoinMode.WaitAny)),
                Choices =
                [
                    new(nameof(JoinMode.WaitAny), ("The first branch", "La première branche")),
                    new(nameof(JoinMode.WaitAll), ("All branches", "Toutes les branches")),
                    new(nameof(JoinMode.WaitAllActive), ("All branches that come", "Toutes celles qui arrivent")),
                ],
            },
        ],
    };

    public static JoinMode Parse(string? text) =>
        text switch
        {
            // Elsa's numbers of the modes, for files that hold the enumeration as an integer.
            "0" => JoinMode.WaitAll,
            "1" => JoinMode.WaitAllActive,
            "2" => JoinMode.WaitAny,
            _ => Enum.TryParse<JoinMode>(text, ignoreCase: true, out var mode) && Enum.IsDefined(mode) ? mode : JoinMode.WaitAny,
        };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (context.Parent?.Node.Activity is Flowchart flowchart)
        {
            flowchart.CancelAncestors(context.Parent, Node);
        }

        context.Complete();
        return default;
    }
}
