using System.Text.Json;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>A definition used as an activity (contract §6): its inputs and outputs are variables that the child sees under their names.</summary>
internal sealed class WorkflowDefinitionActivity(WorkflowDefinition definition) : Activity
{
    private GraphNode? _workflow;

    /// <summary>The inputs, then the outputs, as variables.</summary>
    public VariableSlot[] Slots { get; } =
    [
        .. definition.Inputs.Select(input => new VariableSlot(input.Name, input.Name, input.Type, input.IsArray, IsPersistent: true, default)),
        .. definition.Outputs.Select(output => new VariableSlot(output.Name, output.Name, output.Type, output.IsArray, IsPersistent: true, default)),
    ];

    internal override bool IsComposite => true;

    /// <summary>The child's own input of that name, if it declares one.</summary>
    public bool TryGetInput(ActivityContext context, string name, out JsonElement value)
    {
        for (var i = 0; i < definition.Inputs.Count && i < context.VariableValues.Length; i++)
        {
            if (string.Equals(definition.Inputs[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                value = context.VariableValues[i].IsSet() ? context.VariableValues[i] : JsonValues.Null;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Gives the output of that name a value; false when the definition has none.</summary>
    public bool TrySetOutput(ActivityContext context, string name, JsonElement value)
    {
        for (var i = 0; i < definition.Outputs.Count; i++)
        {
            if (string.Equals(definition.Outputs[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                context.VariableValues[definition.Inputs.Count + i] = value;
                return true;
            }
        }

        return false;
    }

    public override void Compile(NodeCompilation compilation) => _workflow = Node.Children[0];

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        for (var i = 0; i < definition.Inputs.Count; i++)
        {
            context.VariableValues[i] = context.EvaluatedInputs[i];
        }

        context.Schedule(_workflow, "workflow");
        return default;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        for (var i = 0; i < definition.Outputs.Count; i++)
        {
            var value = context.VariableValues[definition.Inputs.Count + i];
            if (!value.IsSet() && child.Context is not null)
            {
                // A variable of the child with the output's name stands for it.
                foreach (var (name, own) in VariableScope.Own(child.Context))
                {
                    if (name == definition.Outputs[i].Name)
                    {
                        value = own;
                    }
                }
            }

            if (value.IsSet())
            {
                context.SetOutput(Node.Descriptor.Outputs[i].Name, value);
            }
        }

        // The child's workflow is the nearest composite of a Complete inside, and hands its outcomes up.
        context.Run.Complete(context, child.Outcomes);
        return default;
    }
}
