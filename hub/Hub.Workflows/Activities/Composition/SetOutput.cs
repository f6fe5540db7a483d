using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>Gives an output of the workflow, or of the definition used as an activity that holds this step, a value.</summary>
internal sealed class SetOutput : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.SetOutput",
        Category = Categories.Composition,
        DisplayName = ("Set Output", "Définir une sortie"),
        Description = ("Sets an output of the workflow.", "Donne une valeur à une sortie du workflow."),
        AutoCompletes = true,
        Inputs =
        [
            new() { Name = "OutputName", TypeName = "String", DisplayName = ("Output", "Sortie"), Description = ("The output to set.", "La sortie à définir."), UIHint = "output-picker" },
            new() { Name = "OutputValue", DisplayName = ("Value", "Valeur"), Description = ("The value to give.", "La valeur à donner.") },
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var name = context.GetText("OutputName");
        if (string.IsNullOrEmpty(name))
        {
            context.Fault("Set Output needs the name of the output to set; pick one in the designer.");
        }

        var value = context.GetInput("OutputValue");
        for (var scope = context.Parent?.Parent; scope is not null; scope = scope.Parent)
        {
            if (scope.Node.Activity is WorkflowDefinitionActivity composite && composite.TrySetOutput(scope, name, value))
            {
                return default;
            }
        }

        OutputWriting.SetWorkflowOutput(context.Instance, name, value);
        return default;
    }
}
