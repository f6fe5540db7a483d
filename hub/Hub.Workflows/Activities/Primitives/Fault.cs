using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Primitives;

/// <summary>Fails, as the designer wants it.</summary>
internal sealed class Fault : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Fault",
        Category = Categories.Primitives,
        DisplayName = ("Fault", "Échec"),
        Description = ("Stops the workflow with a fault.", "Arrête le workflow par un échec."),
        Inputs =
        [
            new() { Name = "Code", TypeName = "String", Description = ("Code of the fault.", "Code de l'échec."), DefaultValue = JsonValues.From("0") },
            new() { Name = "Category", TypeName = "String", Description = ("Category, such as General.", "Catégorie, par exemple General."), DefaultValue = JsonValues.From("General") },
            new() { Name = "FaultType", TypeName = "String", DisplayName = ("Type", "Type"), Description = ("Type, such as System or Business.", "Type, par exemple System ou Business."), DefaultValue = JsonValues.From("System") },
            new() { Name = "Message", TypeName = "String", Description = ("What went wrong.", "Ce qui s'est mal passé.") },
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context) =>
        throw new ActivityFaultException(context.GetText("Code") ?? "0", context.GetText("Category") ?? "General", context.GetText("FaultType") ?? "System", context.GetText("Message"));
}
