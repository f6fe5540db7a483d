using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Primitives;

/// <summary>Ties the instance to the other things of the same case.</summary>
internal sealed class Correlate : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Correlate",
        Category = Categories.Primitives,
        DisplayName = ("Correlate", "Corréler"),
        Description = ("Sets the correlation id of the workflow instance.", "Définit l'identifiant de corrélation de l'instance."),
        AutoCompletes = true,
        Inputs = [new() { Name = "CorrelationId", TypeName = "String", DisplayName = ("Correlation Id", "Identifiant de corrélation"), Description = ("The correlation id.", "L'identifiant de corrélation.") }],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Instance.CorrelationId = context.GetText("CorrelationId");
        return default;
    }
}
