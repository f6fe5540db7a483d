using System.Text.Json;
using Hub.Workflows.Graph;
using static Hub.Workflows.Runtime.StateMembers;

namespace Hub.Workflows.Runtime;

/// <summary>Writes an instance as one compact JSON document. Short member names and numbers for times, because a million of them may wait.</summary>
/// <remarks>
/// Steps are named by their path, once, in a table: indexes of a graph may move when a definition used inside is published anew.
/// Written is only what the graph does not know: constant inputs, sensitive inputs and variables without storage are left out.
/// </remarks>
internal static class InstanceWriter
{
    public const int FormatVersion = 1;

    public static byte[] Write(WorkflowInstance instance)
    {
        if (instance.Unbound.IsSet())
        {
            return System.Text.Encoding.UTF8.GetBytes(instance.Unbound.GetRawText());
        }

        return JsonValues.WriteBytes(instance, static (writer, written) => WriteInstance(written, writer));
    }

    private static void WriteInstance(WorkflowInstance instance, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", FormatVersion);
        writer.WriteString("id", instance.Id);
        writer.WriteString("def", instance.DefinitionId);
        writer.WriteString("ver", instance.DefinitionVersionId);
        writer.WriteNumber("no", instance.Version);
        WriteText(writer, "parent", instance.ParentInstanceId);
        WriteFlag(writer, "told", instance.HasToldParent);
        WriteText(writer, "corr", instance.CorrelationId);
        WriteText(writer, "name", instance.Name);
        writer.WriteString("sub", instance.SubStatus.ToString());
        WriteTime(writer, "created", instance.CreatedAt);
        WriteTime(writer, "updated", instance.UpdatedAt);
        WriteTime(writer, "finished", instance.FinishedAt);
        writer.WriteNumber("seq", instance.JournalSequence);
        writer.WriteNumber("next", instance.NextContextNumber);
        WriteValues(writer, "in", instance.Input);
        WriteValues(writer, "out", instance.Output);
        WriteValues(writer, "props", instance.Properties);

        var steps = new StepTable();
        var positions = WriteContexts(instance, steps, writer);
        WritePending(instance.Pending, positions, steps, writer);
        WriteRegister(instance.Register, steps, writer);
        steps.Write(writer);
        WriteBookmarks(instance, writer);
        WriteIncidents(instance, writer);
        writer.WriteEndObject();
    }

    private static Dictionary<ActivityContext, int> WriteContexts(WorkflowInstance instance, StepTable steps, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("ctx");
        var positions = new Dictionary<ActivityContext, int>();
        foreach (var context in ContextTree.From(instance.Root))
        {
            writer.WriteStartObject();
            writer.WriteString("id", context.Id);
            writer.WriteNumber("k", context.Number);
            writer.WriteNumber("n", steps.NumberOf(context.Node));
            if (context.Parent is not null)
            {
                writer.WriteNumber("p", positions[context.Parent]);
            }

            positions.Add(context, positions.Count);
            writer.WriteNumber("s", (int)context.Status);
            WriteTime(writer, "t", context.StartedAt);
            WriteTime(writer, "e", context.CompletedAt);
            WriteNumber(writer, "f", context.AggregateFaultCount);
            WriteNumber(writer, "pos", context.Position);
            WriteText(writer, "cb", context.Callback);
            WriteText(writer, "by", context.ScheduledById);
            WriteFlag(writer, "back", context.ByBackwardConnection);
            WriteFlag(writer, "brk", context.IsBreaking);
            WriteValue(writer, "tag", context.Tag);
            WriteInputs(context, writer);
            WriteOutputs(context, writer);
            WriteVariables(context, writer);
            if (context.StoredProperties is { Count: > 0 })
            {
                WriteValues(writer, "props", context.StoredProperties);
            }

            if (context.State is not null)
            {
                writer.WritePropertyName("state");
                context.Node.Activity.WriteState(context.State, writer);
            }

            WriteTexts(writer, "co", context.CompositeOutcomes);
            if (context.Failure is not null)
            {
                writer.WritePropertyName("fail");
                WriteFailure(writer, context.Failure);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        return positions;
    }

    private static void WritePending(PendingWork? pending, Dictionary<ActivityContext, int> positions, StepTable steps, Utf8JsonWriter writer)
    {
        if (pending is null)
        {
            return;
        }

        writer.WriteStartObject("todo");
        writer.WriteNumber("ran", pending.Executions);
        WriteText(writer, "trigger", pending.TriggerActivityId);
        WriteValue(writer, "input", pending.TriggerInput);
        writer.WriteStartArray("items");
        foreach (var item in pending.Items)
        {
            writer.WriteStartObject();
            writer.WriteNumber("n", steps.NumberOf(item.Node));
            if (item.Owner is not null)
            {
                writer.WriteNumber("o", positions[item.Owner]);
            }

            if (item.Existing is not null)
            {
                writer.WriteNumber("x", positions[item.Existing]);
            }

            WriteText(writer, "cb", item.Callback);
            WriteText(writer, "by", item.ScheduledById);
            WriteFlag(writer, "back", item.ByBackwardConnection);
            WriteFlag(writer, "kept", item.IsCommitted);
            WriteValue(writer, "tag", item.Tag);
            WriteDynamic(item.Variables, writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteInputs(ActivityContext context, Utf8JsonWriter writer)
    {
        var inputs = context.Node.Inputs;
        if (ReferenceEquals(context.EvaluatedInputs, context.Node.ConstantInputs) || context.EvaluatedInputs.Length == 0)
        {
            return;
        }

        writer.WriteStartObject("inp");
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Expression is not null && !inputs[i].Descriptor.IsSensitive && context.EvaluatedInputs[i].IsSet())
            {
                WriteValue(writer, inputs[i].Descriptor.Name, context.EvaluatedInputs[i]);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteOutputs(ActivityContext context, Utf8JsonWriter writer)
    {
        if (context.OutputValues is null)
        {
            return;
        }

        writer.WriteStartObject("outp");
        for (var i = 0; i < context.OutputValues.Length; i++)
        {
            WriteValue(writer, context.Node.Descriptor.Outputs[i].Name, context.OutputValues[i]);
        }

        writer.WriteEndObject();
    }

    private static void WriteVariables(ActivityContext context, Utf8JsonWriter writer)
    {
        // Between the halves of a burst nothing is forgotten, not even what lives in memory only.
        var isPending = context.Instance.Pending is not null;
        var slots = context.Node.VariableSlots;
        if (isPending ? slots.Length > 0 : Array.Exists(slots, static slot => slot.IsPersistent))
        {
            writer.WriteStartObject("var");
            for (var i = 0; i < slots.Length && i < context.VariableValues.Length; i++)
            {
                if (slots[i].IsPersistent || isPending)
                {
                    WriteValue(writer, slots[i].Id, context.VariableValues[i]);
                }
            }

            writer.WriteEndObject();
        }

        WriteDynamic(context.DynamicVariables, writer);
    }

    private static void WriteDynamic(DynamicVariable[]? variables, Utf8JsonWriter writer)
    {
        if (variables is { Length: > 0 } dynamic)
        {
            writer.WriteStartObject("dyn");
            foreach (var variable in dynamic)
            {
                WriteValue(writer, variable.Name, variable.Value.IsSet() ? variable.Value : JsonValues.Null);
            }

            writer.WriteEndObject();
        }
    }

    private static void WriteRegister(OutputRegister register, StepTable steps, Utf8JsonWriter writer)
    {
        if (register.Entries.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("reg");
        foreach (var entry in register.Entries)
        {
            if (entry.Value.IsSet())
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(steps.NumberOf(entry.Node));
                writer.WriteStringValue(entry.Node.Descriptor.Outputs[entry.Output].Name);
                entry.Value.CopyTo(writer);
                writer.WriteEndArray();
            }
        }

        writer.WriteEndArray();
        WriteValue(writer, "last", register.LastResult);
    }

    private static void WriteBookmarks(WorkflowInstance instance, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("bm");
        foreach (var bookmark in instance.Bookmarks)
        {
            writer.WriteStartObject();
            writer.WriteString("id", bookmark.Id);
            writer.WriteString("name", bookmark.Name);
            writer.WriteString("hash", bookmark.Hash);
            WriteValue(writer, "payload", bookmark.Payload);
            writer.WriteString("act", bookmark.ActivityId);
            writer.WriteString("node", bookmark.ActivityNodeId);
            writer.WriteString("ctx", bookmark.ActivityInstanceId);
            WriteTime(writer, "t", bookmark.CreatedAt);
            WriteTime(writer, "due", bookmark.DueAt);
            WriteFlag(writer, "keep", !bookmark.AutoBurn);
            WriteText(writer, "cb", bookmark.CallbackMethodName);
            WriteText(writer, "effect", bookmark.EffectId);
            WriteTexts(writer, "meta", bookmark.Metadata);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteIncidents(WorkflowInstance instance, Utf8JsonWriter writer)
    {
        if (instance.Incidents.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("inc");
        foreach (var incident in instance.Incidents)
        {
            writer.WriteStartObject();
            writer.WriteString("ctx", incident.ActivityInstanceId);
            writer.WriteString("act", incident.ActivityId);
            writer.WriteString("node", incident.ActivityNodeId);
            writer.WriteString("type", incident.ActivityType);
            writer.WriteString("msg", incident.Message);
            WriteTime(writer, "t", incident.Timestamp);
            if (incident.Exception is not null)
            {
                writer.WritePropertyName("fail");
                WriteFailure(writer, incident.Exception);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFailure(Utf8JsonWriter writer, FailureDescription failure)
    {
        // At most four levels, see FailureDescription.From.
        writer.WriteStartObject();
        writer.WriteString("type", failure.Type);
        writer.WriteString("msg", failure.Message);
        WriteTexts(writer, "meta", failure.Metadata);
        if (failure.Inner is not null)
        {
            writer.WritePropertyName("inner");
            WriteFailure(writer, failure.Inner);
        }

        writer.WriteEndObject();
    }

    /// <summary>The steps that the state speaks of, numbered as they come.</summary>
    private sealed class StepTable
    {
        private readonly List<GraphNode> _steps = [];
        private readonly Dictionary<GraphNode, int> _numbers = [];

        public int NumberOf(GraphNode node)
        {
            if (!_numbers.TryGetValue(node, out var number))
            {
                _numbers.Add(node, number = _steps.Count);
                _steps.Add(node);
            }

            return number;
        }

        public void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartArray("steps");
            foreach (var step in _steps)
            {
                writer.WriteStringValue(step.NodeId);
            }

            writer.WriteEndArray();
        }
    }
}
