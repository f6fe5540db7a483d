using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>Ends the enclosing flowchart or sequence.</summary>
internal sealed class End : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.End",
        Category = Categories.Flow,
        DisplayName = ("End", "Fin"),
        Description = ("Ends the enclosing flowchart or sequence.", "Termine l'organigramme ou la séquence qui contient l'étape."),
        IsTerminal = true,
        AutoCompletes = true,
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        return default;
    }
}
