using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Primitives;

/// <summary>Names the instance.</summary>
internal sealed class SetName : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.SetName",
        Category = Categories.Primitives,
        DisplayName = ("Set Name", "Nommer l'instance"),
        Description = ("Sets the name of the workflow instance.", "Définit le nom de l'instance du workflow."),
        AutoCompletes = true,
        Inputs = [new() { Name = "Value", TypeName = "String", Description = ("The name.", "Le nom.") }],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Instance.Name = context.GetText("Value");
        return default;
    }
}
