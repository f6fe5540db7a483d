using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>Ends the nearest workflow, or definition used as an activity, with the given outcomes.</summary>
internal sealed class Complete : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Complete",
        Category = "Composition",
        DisplayName = ("Complete", "Terminer le composite"),
        Description = ("Ends the enclosing workflow or definition with the outcomes given.", "Termine le workflow ou la définition qui contient l'étape, avec les issues données."),
        IsTerminal = true,
        Inputs =
        [
            new()
            {
                Name = "Outcomes",
                Description = ("The outcome or outcomes to end with.", "L'issue ou les issues de fin."),
                UIHint = "outcome-picker",
                DefaultSyntax = "Object",
            },
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var outcomes = context.GetTexts("Outcomes");
        context.Run.CompleteComposite(context, outcomes.Count > 0 ? outcomes : Outcome.Default);
        return default;
    }
}
