namespace Hub.Server.Workflows.Checks;

/// <summary>One thing that is looked for in a workflow. To add one: its file, and one line in <see cref="WorkflowChecks"/>.</summary>
internal interface IWorkflowRule
{
    IEnumerable<CheckFinding> Check(CheckedWorkflow workflow);
}
