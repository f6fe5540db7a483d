using Hub.Server.Workflows.Activities;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>A connector's operation needs a field that its step leaves empty.</summary>
internal sealed class RequiredFields : IWorkflowRule
{
    public const string Rule = "missing-field";

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow) =>
        from step in workflow.Steps
        where step.Activity is CallOperation && !CheckedWorkflow.IsGiven(step, OperationStep.PayloadInput)
        from field in ((CallOperation)step.Activity).Step.Fields
        where field.IsRequired && !CheckedWorkflow.IsGiven(step, field.Name)
        let title = step.Descriptor.Inputs.First(input => input.Name == field.Name).DisplayName! // the describer gives each one
        select CheckedWorkflow.Finding(
            Rule,
            CheckSeverity.Error,
            step,
            field.Name,
            new($"Le champ obligatoire « {title.French.TrimEnd(' ', '*')} » est vide.", $"The required field '{title.English.TrimEnd(' ', '*')}' is empty."),
            new("Donnez-lui une valeur ou une expression.", "Give it a value or an expression."));
}
