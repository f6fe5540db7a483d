using Hub.Server.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>A step waits for a person without end, or for a connector whose manifest sets no time either.</summary>
internal sealed class TimeOuts : IWorkflowRule
{
    public const string Rule = "no-time-out";

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow) =>
        from step in workflow.Steps
        where WaitsForEver(workflow, step) && !CheckedWorkflow.IsGiven(step, HubActivity.TimeoutInput.Name)
        select CheckedWorkflow.Finding(
            Rule,
            CheckSeverity.Warning,
            step,
            HubActivity.TimeoutInput.Name,
            new("L'étape attend sans limite de temps.", "The step waits without an end."),
            new("Donnez un délai (j.hh:mm:ss) et reliez l'issue « Délai dépassé ».", "Give a timeout (d.hh:mm:ss) and connect the outcome 'Timed out'."));

    private static bool WaitsForEver(CheckedWorkflow workflow, GraphNode step) => step.Activity switch
    {
        WaitForMessage or ResolveCitizen or RequestPayment => true,
        ConnectorCall => CheckedWorkflow.Target(step) is { } target && workflow.Connectors.Find(target.Connector)?.Find(target.Operation) is { IsAsked: true, Timeout: null },
        _ => false,
    };
}
