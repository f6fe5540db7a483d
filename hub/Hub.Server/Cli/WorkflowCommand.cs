using System.CommandLine;
using Hub.Server.Cli.Workflows;

namespace Hub.Server.Cli;

/// <summary><c>hub workflow …</c>.</summary>
internal static class WorkflowCommand
{
    public static Command Create() => new("workflow", "Workflow definitions (Elsa 3 JSON) as files")
    {
        WorkflowExport.Create(),
        WorkflowImport.Create(),
        WorkflowLint.Create(),
        WorkflowDiff.Create(),
        WorkflowRun.Create(),
    };
}
