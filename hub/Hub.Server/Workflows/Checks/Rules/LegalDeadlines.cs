using Hub.Server.Workflows.Activities;
using Hub.Server.Workflows.Readings;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>A procedure does not say within what time the law asks for an answer.</summary>
internal sealed class LegalDeadlines : IWorkflowRule
{
    public const string Rule = "no-legal-deadline";

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow)
    {
        foreach (var step in workflow.Steps.Where(step => step.Activity is CitizenRequest))
        {
            if (!CheckedWorkflow.IsGiven(step, CitizenRequest.LegalDeadline))
            {
                yield return CheckedWorkflow.Finding(
                    Rule,
                    CheckSeverity.Warning,
                    step,
                    CitizenRequest.LegalDeadline,
                    new("La démarche ne dit pas dans quel délai la loi demande une réponse.", "The procedure does not say within what time the law asks for an answer."),
                    new(
                        "Renseignez « Délai légal de réponse » : P2M pour deux mois (CRPA, L. 231-1), none si la loi n'en fixe pas.",
                        "Fill in 'Legal deadline': P2M for two months (CRPA, L. 231-1), none where the law sets no time."));
            }
            else if (StepExpression.Literal(step, CitizenRequest.LegalDeadline) is { } text && text != CitizenRequest.NoLegalDeadline && !LegalDeadline.TryParse(text, out _))
            {
                yield return CheckedWorkflow.Finding(
                    Rule,
                    CheckSeverity.Warning,
                    step,
                    CitizenRequest.LegalDeadline,
                    new("Le délai légal n'est pas une durée ISO 8601 en jours, mois ou années.", "The legal deadline is no ISO 8601 duration of days, months or years."),
                    new("Écrivez par exemple P2M (deux mois), P15D (quinze jours) ou none.", "Write for example P2M (two months), P15D (fifteen days) or none."));
            }
        }
    }
}
