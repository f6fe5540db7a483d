using System.Text.Json;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime.Alterations;

/// <summary>Moves an instance to the graph of another version: every open execution finds its step again by its path.</summary>
internal static class Migration
{
    /// <summary>Moves it; or changes nothing and says which steps stand in the way.</summary>
    public static string? Move(BurstRun run, WorkflowGraph target)
    {
        var instance = run.Instance;
        if (target.Definition.DefinitionId != instance.DefinitionId)
        {
            return $"The target is a version of {target.Definition.DefinitionId}, but the workflow instance runs {instance.DefinitionId}.";
        }

        var open = ContextTree.From(instance.Root).ToList();
        var missing = open.Select(context => context.Node).Concat(run.Queue.Nodes()).Distinct().Where(node => Find(target, node) is null).Select(node => node.Id).ToList();
        if (missing.Count > 0)
        {
            return $"Version {target.Definition.Version} has no step of the same path and type for {string.Join(", ", missing)}, where the workflow instance is. Keep these steps, or cancel them first.";
        }

        var moves = open.ConvertAll(context => (Context: context, Earlier: context.Node, Node: Find(target, context.Node)!)); // looked for just now
        foreach (var (context, earlier, node) in moves)
        {
            MoveValues(context, earlier, node);
            context.Node = node;
        }

        foreach (var (context, earlier, node) in moves)
        {
            node.Activity.Migrate(context, earlier.Activity);
        }

        run.Queue.Replace(node => Find(target, node)!); // looked for just now
        MoveRegister(instance, target);
        instance.DefinitionVersionId = target.Definition.Id;
        instance.Version = target.Definition.Version;
        instance.Graph = target;
        run.Graph = target;
        return null;
    }

    private static GraphNode? Find(WorkflowGraph target, GraphNode node) =>
        target.FindByNodeId(node.NodeId) is { } found && found.Descriptor.TypeName == node.Descriptor.TypeName ? found : null;

    private static void MoveValues(ActivityContext context, GraphNode earlier, GraphNode node)
    {
        var inputs = context.EvaluatedInputs;
        context.EvaluatedInputs = (JsonElement[])node.ConstantInputs.Clone();
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            // A constant belongs to the version; what was evaluated belongs to the run.
            var before = Array.FindIndex(earlier.Inputs, input => input.Descriptor.Name == node.Inputs[i].Descriptor.Name);
            if (before >= 0 && before < inputs.Length && node.Inputs[i].Expression is not null)
            {
                context.EvaluatedInputs[i] = inputs[before];
            }
        }

        if (context.OutputValues is { } outputs)
        {
            context.OutputValues = new JsonElement[node.Descriptor.Outputs.Count];
            for (var i = 0; i < outputs.Length; i++)
            {
                if (IndexOf(node, earlier.Descriptor.Outputs[i].Name) is >= 0 and var output)
                {
                    context.OutputValues[output] = outputs[i];
                }
            }
        }

        var values = context.VariableValues;
        context.VariableValues = new JsonElement[node.VariableSlots.Length];
        for (var i = 0; i < node.VariableSlots.Length; i++)
        {
            var before = Array.FindIndex(earlier.VariableSlots, slot => slot.Id == node.VariableSlots[i].Id);
            context.VariableValues[i] = before >= 0 && before < values.Length ? values[before] : node.VariableSlots[i].Default;
        }
    }

    // What steps gave out that the target version no longer has can be asked for by nobody.
    private static void MoveRegister(WorkflowInstance instance, WorkflowGraph target)
    {
        var register = new OutputRegister();
        foreach (var entry in instance.Register.Entries)
        {
            if (Find(target, entry.Node) is { } node && IndexOf(node, entry.Node.Descriptor.Outputs[entry.Output].Name) is >= 0 and var output)
            {
                register.Set(node, output, entry.Value);
            }
        }

        register.LastResult = instance.Register.LastResult;
        instance.Register = register;
    }

    private static int IndexOf(GraphNode node, string output)
    {
        for (var i = 0; i < node.Descriptor.Outputs.Count; i++)
        {
            if (node.Descriptor.Outputs[i].Name == output)
            {
                return i;
            }
        }

        return -1;
    }
}
