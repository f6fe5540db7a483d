using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>Marks where a flowchart begins.</summary>
internal sealed class Start : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Start",
        Category = Categories.Flow,
        DisplayName = ("Start", "Début"),
        Description = ("Marks where the flow begins.", "Marque le début du flux."),
        IsStart = true,
        AutoCompletes = true,
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        return default;
    }
}
