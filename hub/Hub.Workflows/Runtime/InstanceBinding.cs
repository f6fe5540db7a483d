using System.Text.Json;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

/// <summary>Joins an instance read from a store with the graph of its version: its executions get their steps back.</summary>
internal static class InstanceBinding
{
    public static void Bind(WorkflowInstance instance, WorkflowGraph graph)
    {
        if (graph.Definition.Id != instance.DefinitionVersionId)
        {
            throw new InvalidOperationException(
                $"The workflow instance {instance.Id} runs on version {instance.DefinitionVersionId} of {instance.DefinitionId}, but was given the graph of version {graph.Definition.Id}. Compile the version that the instance names.");
        }

        if (!instance.Unbound.IsSet())
        {
            return;
        }

        var json = instance.Unbound;
        var steps = new List<GraphNode>();
        foreach (var path in InstanceReader.Items(json, "steps"))
        {
            steps.Add(graph.FindByNodeId(path.GetString() ?? "") ?? throw new InvalidOperationException(
                $"The workflow instance {instance.Id} is at the step {path.GetString()}, which its definition version no longer has. Was a definition used inside it changed without a new version?"));
        }

        var contexts = new List<ActivityContext>();
        var values = InstanceReader.Value(json, "vals");
        var pending = InstanceReader.Value(json, "todo");
        foreach (var item in InstanceReader.Items(json, "ctx"))
        {
            contexts.Add(ReadContext(instance, item, steps, contexts, values, isBetweenHalves: pending.IsSet()));
        }

        ReadPending(instance, pending, steps, contexts);
        foreach (var entry in InstanceReader.Items(json, "reg"))
        {
            var node = steps[entry[0].GetInt32()];
            var output = IndexOfOutput(node, entry[1].GetString());
            if (output >= 0)
            {
                instance.Register.Set(node, output, entry[2]);
            }
        }

        instance.Register.LastResult = InstanceReader.Value(json, "last");
        if (instance.OpenBookmarks.Count > 0)
        {
            var byId = contexts.ToDictionary(context => context.Id, StringComparer.Ordinal);
            foreach (var bookmark in instance.OpenBookmarks)
            {
                if (byId.TryGetValue(bookmark.ActivityInstanceId, out var owner))
                {
                    owner.BookmarkCount++;
                }
            }
        }

        instance.Root = contexts.Count > 0 ? contexts[0] : null;
        instance.Graph = graph;
        instance.Unbound = default;
    }

    private static void ReadPending(WorkflowInstance instance, JsonElement json, List<GraphNode> steps, List<ActivityContext> contexts)
    {
        if (!json.IsSet())
        {
            return;
        }

        var items = new List<WorkItem>();
        foreach (var item in InstanceReader.Items(json, "items"))
        {
            items.Add(new WorkItem
            {
                Node = steps[InstanceReader.Number(item, "n")],
                Owner = item.TryGetProperty("o", out var owner) ? contexts[owner.GetInt32()] : null,
                Existing = item.TryGetProperty("x", out var existing) ? contexts[existing.GetInt32()] : null,
                Callback = InstanceReader.Text(item, "cb"),
                ScheduledById = InstanceReader.Execution(instance, item, "by"),
                ByBackwardConnection = InstanceReader.Flag(item, "back"),
                IsCommitted = InstanceReader.Flag(item, "kept"),
                Tag = InstanceReader.Value(item, "tag"),
                Variables = ReadDynamic(item),
            });
        }

        instance.Pending = new PendingWork([.. items], InstanceReader.Text(json, "trigger"), InstanceReader.Value(json, "input"), InstanceReader.Number(json, "ran"));
    }

    private static DynamicVariable[]? ReadDynamic(JsonElement json) =>
        json.TryGetProperty("dyn", out var dynamic) ? [.. dynamic.EnumerateObject().Select(member => new DynamicVariable(member.Name, member.Value))] : null;

    private static ActivityContext ReadContext(WorkflowInstance instance, JsonElement json, List<GraphNode> steps, List<ActivityContext> earlier, JsonElement values, bool isBetweenHalves)
    {
        var node = steps[json.GetProperty("n").GetInt32()];
        var parent = json.TryGetProperty("p", out var position) ? earlier[position.GetInt32()] : null;
        var context = new ActivityContext(instance, InstanceReader.Number(json, "k"), node, parent)
        {
            GivenId = InstanceReader.Text(json, "id"),
            Status = (ActivityStatus)InstanceReader.Number(json, "s"),
            StartedAt = InstanceReader.Time(json, "t") ?? default,
            CompletedAt = InstanceReader.Time(json, "e"),
            AggregateFaultCount = InstanceReader.Number(json, "f"),
            Position = InstanceReader.Number(json, "pos"),
            Callback = InstanceReader.Text(json, "cb"),
            ScheduledById = InstanceReader.Execution(instance, json, "by"),
            ByBackwardConnection = InstanceReader.Flag(json, "back"),
            IsBreaking = InstanceReader.Flag(json, "brk"),
            Tag = InstanceReader.Value(json, "tag"),
        };
        ReadInputs(context, json, values);
        ReadOutputs(context, json, values);
        ReadVariables(context, json, values, isBetweenHalves);
        if (InstanceReader.Values(json, "props") is { } properties)
        {
            context.StoredProperties = new SortedDictionary<string, JsonElement>(properties, StringComparer.Ordinal);
        }

        if (json.TryGetProperty("state", out var state))
        {
            context.State = node.Activity.ReadState(state);
        }

        if (json.TryGetProperty("co", out var outcomes))
        {
            context.CompositeOutcomes = TextList.From(outcomes);
        }

        if (json.TryGetProperty("fail", out var failure))
        {
            context.Failure = InstanceReader.ReadFailure(failure);
        }

        if (!context.IsClosed)
        {
            ContextTree.Link(context);
        }

        return context;
    }

    private static void ReadInputs(ActivityContext context, JsonElement json, JsonElement values)
    {
        var node = context.Node;
        context.EvaluatedInputs = node.ConstantInputs;
        if (!Has(json, "inp", "inpv"))
        {
            return;
        }

        context.EvaluatedInputs = (JsonElement[])node.ConstantInputs.Clone();
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            if (ValueTable.Read(json, "inp", "inpv", node.Inputs[i].Descriptor.Name, values) is var value && value.IsSet())
            {
                context.EvaluatedInputs[i] = value;
            }
        }
    }

    private static void ReadOutputs(ActivityContext context, JsonElement json, JsonElement values)
    {
        if (!Has(json, "outp", "outpv"))
        {
            return;
        }

        var outputs = context.Node.Descriptor.Outputs;
        context.OutputValues = new JsonElement[outputs.Count];
        for (var i = 0; i < outputs.Count; i++)
        {
            context.OutputValues[i] = ValueTable.Read(json, "outp", "outpv", outputs[i].Name, values);
        }
    }

    // Between the halves of a burst the state keeps all, even what lives in memory only.
    private static void ReadVariables(ActivityContext context, JsonElement json, JsonElement values, bool isBetweenHalves)
    {
        var slots = context.Node.VariableSlots;
        if (slots.Length > 0)
        {
            var isWritten = Has(json, "var", "varv");
            context.VariableValues = new JsonElement[slots.Length];
            for (var i = 0; i < slots.Length; i++)
            {
                context.VariableValues[i] = (slots[i].IsPersistent || isBetweenHalves) && isWritten ? ValueTable.Read(json, "var", "varv", slots[i].Id, values) : slots[i].Default;
            }
        }

        context.DynamicVariables = ReadDynamic(json);
    }

    private static bool Has(JsonElement json, string name, string numbersName) => json.TryGetProperty(name, out _) || json.TryGetProperty(numbersName, out _);

    private static int IndexOfOutput(GraphNode node, string? name)
    {
        for (var i = 0; i < node.Descriptor.Outputs.Count; i++)
        {
            if (node.Descriptor.Outputs[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
