using Hub.Server.Workflows.Activities;
using Hub.Workflows.Definitions;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>What the engine found when it compiled the definition: types and variables that nobody provides, connections to nowhere, steps out of reach.</summary>
internal sealed class CompilerWarnings : IWorkflowRule
{
    private static readonly Dictionary<string, LocalizedText> Helps = new(StringComparer.Ordinal)
    {
        ["bad-default"] = new("Corrigez la valeur par défaut ou le type de la variable.", "Correct the default value or the type of the variable."),
        ["bad-expression"] = new("Ouvrez l'étape et corrigez l'expression à l'endroit indiqué.", "Open the step and correct the expression at the place that is told."),
        ["dangling-connection"] = new("Supprimez le lien ou reliez-le à une étape.", "Remove the connection or lead it to a step."),
        ["unknown-activity-type"] = new("Installez ce qui fournit cette activité, ou retirez l'étape.", "Install what provides this activity, or remove the step."),
        ["unreachable-step"] = new("Reliez l'étape à celle qui la précède, ou retirez-la.", "Connect the step to the one before it, or remove it."),
    };

    private static readonly LocalizedText Otherwise = new("Ouvrez l'étape dans le concepteur et corrigez-la.", "Open the step in the designer and mend it.");

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow)
    {
        foreach (var warning in workflow.Graph.Warnings)
        {
            var step = warning.ActivityId is { } id ? workflow.Steps.FirstOrDefault(step => step.Place == warning.Place || warning.Place.StartsWith(step.Place + "/", StringComparison.Ordinal) && step.Id == id) : null;
            if (step is not null && CheckedWorkflow.TypeOf(step).StartsWith(OperationStep.Prefix, StringComparison.Ordinal) && warning.Code == "unknown-activity-type")
            {
                continue; // told as an unknown operation, with the ones that there are
            }

            yield return new CheckFinding(
                warning.Code,
                SeverityOf(warning),
                warning.ActivityId,
                step is null ? warning.ActivityId : CheckedWorkflow.NameOf(step),
                warning.Place,
                new LocalizedText(warning.Text.French, warning.Text.English),
                Helps.GetValueOrDefault(warning.Code, Otherwise));
        }
    }

    private static CheckSeverity SeverityOf(DefinitionWarning warning) =>
        warning.Code is "unknown-activity-type" or "bad-expression" or "no-variable" ? CheckSeverity.Error : CheckSeverity.Warning;
}
