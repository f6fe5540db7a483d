using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Looping;

/// <summary>Leaves the nearest loop once its body has come to its end.</summary>
internal sealed class Break : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Break",
        Category = Categories.Looping,
        DisplayName = ("Break", "Sortir de la boucle"),
        Description = ("Leaves the enclosing loop.", "Sort de la boucle qui contient l'étape."),
        IsTerminal = true,
        AutoCompletes = true,
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        // Up to the nearest loop.
        for (var scope = context.Parent; scope is not null; scope = scope.Parent)
        {
            if (scope.Node.Activity.ReceiveBreak(scope))
            {
                break;
            }
        }

        return default;
    }
}
