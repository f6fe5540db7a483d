using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>Ends the nearest workflow, or definition used as an activity, with the given outcomes.</summary>
internal sealed class Complete : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Complete",
        Category = Categories.Composition,
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
        CompleteComposite(context, outcomes.Count > 0 ? outcomes : Outcome.Default);
        return default;
    }

    // Ends the nearest composite around this activity with its outcomes (contract §5, Complete).
    private static void CompleteComposite(ActivityContext sender, IReadOnlyList<string> outcomes)
    {
        var run = sender.Run;
        var throughLoop = false;
        for (var scope = sender.Parent; scope is not null; scope = scope.Parent)
        {
            throughLoop |= scope.Node.Activity.EndsWithComposite;
            if (!scope.Node.Activity.IsComposite)
            {
                continue;
            }

            scope.CompositeOutcomes = outcomes;
            if (throughLoop)
            {
                run.Complete(scope, outcomes);
                return;
            }

            // The sender goes first, so that the containers between end as completed and not as cancelled; what is still open after that is.
            run.Complete(sender, null);
            run.News.Add(Notification.EndComposite(scope));
            return;
        }

        run.Complete(sender, null);
    }
}
