using System.Text.Json;
using Hub.Workflows.Children;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>
/// Runs the published version of a definition within this burst, until it waits or ends: parent and child are kept by one commit,
/// or neither. If asked to wait, and the child waits for something, this step waits for the child's end.
/// </summary>
internal sealed class ExecuteWorkflow : WorkflowStarting
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.ExecuteWorkflow",
        Category = Categories.Composition,
        DisplayName = ("Execute Workflow", "Exécuter un workflow"),
        Description = ("Runs another workflow and goes on with what came of it.", "Exécute un autre workflow et continue avec son résultat."),
        Kind = ActivityKind.Task,
        Inputs = [DefinitionInput, CorrelationInput, ChildInput, WaitInput],
        Outputs = [new() { Name = OutputDescriptor.Result, TypeName = "ExecuteWorkflowResult", Description = ("The instance, how it stands, and its outputs.", "L'instance, son état et ses sorties.") }],
    };

    public override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var waits = context.GetBoolean("WaitForCompletion");
        var child = MakeChild(context, context.NewId(), FindPublished(context, DefinitionId(context)), ReadInput(context), context.GetText("CorrelationId"), waits);
        if (await context.Host<IChildWorkflows>().ExecuteAsync(child, context.CancellationToken) is not { } run)
        {
            GoOnInNextBurst(context);
        }
        else if (run.Refusal is { } refusal)
        {
            context.Fault(refusal);
        }
        else if (waits && !run.IsFinished)
        {
            WaitFor(context, child.InstanceId);
        }
        else
        {
            Complete(context, child.InstanceId, run.SubStatus, JsonValues.Object([.. run.Output.Select(output => (output.Key, output.Value))]));
        }
    }

    protected override ValueTask GoOnAsync(ActivityContext context) => ExecuteAsync(context);

    protected override void ChildEnded(ActivityContext context, JsonElement end)
    {
        if (ChildEnd.RefusalOf(end) is { } refusal)
        {
            context.Fault(refusal);
        }

        var subStatus = Enum.TryParse<WorkflowSubStatus>(end.Member("WorkflowSubStatus").AsText(), out var known) ? known : WorkflowSubStatus.Finished;
        Complete(context, end.Member("WorkflowInstanceId").AsText() ?? "", subStatus, end.Member("WorkflowOutput"));
    }

    private static void Complete(ActivityContext context, string instanceId, WorkflowSubStatus subStatus, JsonElement output)
    {
        var status = subStatus >= WorkflowSubStatus.Finished ? WorkflowStatus.Finished : WorkflowStatus.Running;
        context.SetOutput(OutputDescriptor.Result, JsonValues.Object(
            ("WorkflowInstanceId", JsonValues.From(instanceId)),
            ("Status", JsonValues.From(status.ToString())),
            ("SubStatus", JsonValues.From(subStatus.ToString())),
            ("Output", output.IsSet() ? output : JsonValues.EmptyObject)));
        context.Complete();
    }
}
