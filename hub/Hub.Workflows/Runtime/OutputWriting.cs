using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>Puts an output where it belongs (contract §2.2): record, register, bound variable, workflow output.</summary>
internal static class OutputWriting
{
    public static void Set(ActivityContext context, string name, JsonElement value)
    {
        var node = context.Node;
        var outputs = node.Descriptor.Outputs;
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputs[i].Name != name)
            {
                continue;
            }

            (context.OutputValues ??= new JsonElement[outputs.Count])[i] = value;
            if (context.Run.Graph.ReadsOutputs)
            {
                context.Instance.Register.Set(node, i, value);
            }

            if (i < node.Outputs.Length && node.Outputs[i] is { IsBound: true } binding)
            {
                if (binding.Declaring is not null)
                {
                    VariableScope.Set(context, binding.Declaring, binding.Slot, value);
                }

                if (binding.WorkflowOutput is not null)
                {
                    SetWorkflowOutput(context.Instance, binding.WorkflowOutput, value);
                }
            }

            return;
        }

        throw new InvalidOperationException($"{node.Descriptor.TypeName} has no output {name}; its descriptor lists {string.Join(", ", outputs.Select(output => output.Name))}.");
    }

    public static void SetWorkflowOutput(WorkflowInstance instance, string name, JsonElement value) =>
        (instance.OutputValues ??= new SortedDictionary<string, JsonElement>(StringComparer.Ordinal))[name] = value.IsSet() ? value : JsonValues.Null;
}
