using System.Text.Json;
using Hub.Workflows.Children;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>Has the published version of a definition started once this burst is kept, and waits for its end if asked to.</summary>
internal sealed class DispatchWorkflow : WorkflowStarting
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.DispatchWorkflow",
        Category = Categories.Composition,
        DisplayName = ("Dispatch Workflow", "Lancer un workflow"),
        Description = ("Starts another workflow, which runs beside this one.", "Démarre un autre workflow, qui s'exécute à côté de celui-ci."),
        Inputs = [DefinitionInput, CorrelationInput, ChildInput, WaitInput, .. DispatchInputs],
        Outputs = [new() { Name = OutputDescriptor.Result, Description = ("How the workflow that was waited for ended, with its outputs.", "Comment le workflow attendu s'est terminé, avec ses sorties.") }],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var waits = context.GetBoolean("WaitForCompletion");
        var child = MakeChild(context, context.NewId(), FindPublished(context, DefinitionId(context)), ReadInput(context), context.GetText("CorrelationId"), waits);
        context.Run.Family.Started.Add(child);
        if (waits)
        {
            WaitFor(context, child.InstanceId);
        }
        else
        {
            context.Complete();
        }

        return default;
    }

    protected override ValueTask GoOnAsync(ActivityContext context) => default;

    // Elsa 3.8 gives the child's outputs by name; its documentation, how the child ended with the outputs as one member. Both can be read.
    protected override void ChildEnded(ActivityContext context, JsonElement end)
    {
        if (ChildEnd.RefusalOf(end) is { } refusal)
        {
            context.Fault(refusal);
        }

        var result = end.Member("WorkflowOutput") is { ValueKind: JsonValueKind.Object } output ? Members(output) : [];
        foreach (var member in end.EnumerateObject())
        {
            result.TryAdd(member.Name, member.Value);
        }

        context.SetOutput(OutputDescriptor.Result, JsonValues.Object([.. result.Select(member => (member.Key, member.Value))]));
        context.Complete();
    }
}
