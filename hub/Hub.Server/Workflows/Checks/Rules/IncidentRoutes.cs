using Hub.Server.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>A refusal or a time-out of a connector, a payment or an awaited message leads nowhere, and nobody has said that it is to be an incident.</summary>
internal sealed class IncidentRoutes : IWorkflowRule
{
    public const string Rule = "no-incident-route";

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow) =>
        from step in workflow.Steps
        where step.Activity is ConnectorCall or WaitForMessage
        where CheckedWorkflow.Text(step, HubActivity.IncidentInput.Name) != ConnectorCall.Incident
        from port in Open(step)
        select CheckedWorkflow.Finding(
            Rule,
            CheckSeverity.Warning,
            step,
            null,
            port == ConnectorCall.Failed
                ? new("L'issue « Échec » n'est reliée à rien : un refus du connecteur n'est pas prévu.", "The outcome 'Failed' is connected to nothing: a refusal by the connector is not provided for.")
                : new("L'issue « Délai dépassé » n'est reliée à rien : passé le délai, le parcours s'arrête sans que personne ne le sache.", "The outcome 'Timed out' is connected to nothing: after the time-out the journey stops and nobody knows."),
            step.Activity is ConnectorCall
                ? new("Reliez l'issue à une étape, ou choisissez « Si rien n'est relié : un incident, pour un agent ».", "Connect the outcome to a step, or choose 'If nothing is connected: an incident for an officer'.")
                : new("Reliez l'issue à une étape, par exemple pour prévenir l'usager.", "Connect the outcome to a step, such as one that tells the citizen."));

    private static IEnumerable<string> Open(GraphNode step)
    {
        foreach (var port in step.Descriptor.Ports)
        {
            if (port.Name is ConnectorCall.Failed or ConnectorCall.TimedOut && !FlowPorts.IsConnected(step, port.Name)
                && (port.Name == ConnectorCall.Failed || CheckedWorkflow.IsGiven(step, HubActivity.TimeoutInput.Name)))
            {
                yield return port.Name;
            }
        }
    }
}
