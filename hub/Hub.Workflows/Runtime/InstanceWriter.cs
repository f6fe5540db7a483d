using System.Text.Json;
using Hub.Workflows.Graph;
using static Hub.Workflows.Runtime.StateMembers;

namespace Hub.Workflows.Runtime;

/// <summary>Writes an instance as one compact JSON document. Short member names and numbers for times, because a million of them may wait.</summary>
/// <remarks>
/// Steps are named by their path, once, in a table: indexes of a graph may move when a definition used inside is published anew.
/// Larger values stand once, in another (<see cref="ValueTable"/>). Executions are named by what follows the instance's own id, where
/// they have its name. Written is only what the graph does not know, nor another member: constant inputs, sensitive inputs and variables
/// without storage are left out.
/// </remarks>
internal static class InstanceWriter
{
    public const int FormatVersion = 2;

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
        writer.WriteNumber("format"u8, FormatVersion);
        writer.WriteString("id"u8, instance.Id);
        writer.WriteString("def"u8, instance.DefinitionId);
        writer.WriteString("ver"u8, instance.DefinitionVersionId);
        writer.WriteNumber("no"u8, instance.Version);
        WriteText(writer, "parent"u8, instance.ParentInstanceId);
        WriteFlag(writer, "told"u8, instance.HasToldParent);
        WriteText(writer, "corr"u8, instance.CorrelationId);
        WriteText(writer, "name"u8, instance.Name);
        writer.WriteString("sub"u8, instance.SubStatus.ToString());
        WriteTime(writer, "created"u8, instance.CreatedAt);
        WriteTime(writer, "updated"u8, instance.UpdatedAt);
        WriteTime(writer, "finished"u8, instance.FinishedAt);
        writer.WriteNumber("seq"u8, instance.JournalSequence);
        writer.WriteNumber("next"u8, instance.NextContextNumber);
        WriteValues(writer, "in", instance.Input);
        WriteValues(writer, "out", instance.Output);
        WriteValues(writer, "props", instance.Properties);

        var steps = new StepTable();
        var values = new ValueTable();
        var positions = WriteContexts(instance, steps, values, writer);
        WritePending(instance, positions, steps, writer);
        WriteRegister(instance.Register, steps, writer);
        WriteBookmarks(instance, steps, writer);
        steps.Write(writer);
        values.Write(writer, "vals");
        WriteIncidents(instance, writer);
        writer.WriteEndObject();
    }

    private static Dictionary<ActivityContext, int> WriteContexts(WorkflowInstance instance, StepTable steps, ValueTable values, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("ctx"u8);
        var positions = new Dictionary<ActivityContext, int>();
        foreach (var context in ContextTree.From(instance.Root))
        {
            writer.WriteStartObject();
            if (context.GivenId is { } given)
            {
                writer.WriteString("id"u8, given);
            }

            writer.WriteNumber("k"u8, context.Number);
            writer.WriteNumber("n"u8, steps.NumberOf(context.Node.NodeId));
            if (context.Parent is not null)
            {
                writer.WriteNumber("p"u8, positions[context.Parent]);
            }

            positions.Add(context, positions.Count);
            writer.WriteNumber("s"u8, (int)context.Status);
            WriteTime(writer, "t"u8, context.StartedAt);
            WriteTime(writer, "e"u8, context.CompletedAt);
            WriteNumber(writer, "f"u8, context.AggregateFaultCount);
            WriteNumber(writer, "pos"u8, context.Position);
            WriteText(writer, "cb"u8, context.Callback);
            WriteExecution(writer, "by", instance, context.ScheduledById);
            WriteFlag(writer, "back"u8, context.ByBackwardConnection);
            WriteFlag(writer, "brk"u8, context.IsBreaking);
            WriteValue(writer, "tag", context.Tag);
            WriteInputs(context, values, writer);
            WriteOutputs(context, values, writer);
            WriteVariables(context, values, writer);
            if (context.StoredProperties is { Count: > 0 })
            {
                WriteValues(writer, "props", context.StoredProperties);
            }

            if (context.State is not null)
            {
                writer.WritePropertyName("state"u8);
                context.Node.Activity.WriteState(context.State, writer);
            }

            WriteTexts(writer, "co", context.CompositeOutcomes);
            if (context.Failure is not null)
            {
                writer.WritePropertyName("fail"u8);
                WriteFailure(writer, context.Failure);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        return positions;
    }

    private static void WritePending(WorkflowInstance instance, Dictionary<ActivityContext, int> positions, StepTable steps, Utf8JsonWriter writer)
    {
        if (instance.Pending is not { } pending)
        {
            return;
        }

        writer.WriteStartObject("todo"u8);
        writer.WriteNumber("ran"u8, pending.Executions);
        WriteText(writer, "trigger"u8, pending.TriggerActivityId);
        WriteValue(writer, "input", pending.TriggerInput);
        writer.WriteStartArray("items"u8);
        foreach (var item in pending.Items)
        {
            writer.WriteStartObject();
            writer.WriteNumber("n"u8, steps.NumberOf(item.Node.NodeId));
            if (item.Owner is not null)
            {
                writer.WriteNumber("o"u8, positions[item.Owner]);
            }

            if (item.Existing is not null)
            {
                writer.WriteNumber("x"u8, positions[item.Existing]);
            }

            WriteText(writer, "cb"u8, item.Callback);
            WriteExecution(writer, "by", instance, item.ScheduledById);
            WriteFlag(writer, "back"u8, item.ByBackwardConnection);
            WriteFlag(writer, "kept"u8, item.IsCommitted);
            WriteValue(writer, "tag", item.Tag);
            WriteDynamic(item.Variables, writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteInputs(ActivityContext context, ValueTable values, Utf8JsonWriter writer)
    {
        var inputs = context.Node.Inputs;
        if (ReferenceEquals(context.EvaluatedInputs, context.Node.ConstantInputs) || context.EvaluatedInputs.Length == 0)
        {
            return;
        }

        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Expression is not null && !inputs[i].Descriptor.IsSensitive)
            {
                values.WriteMember(writer, "inp", inputs[i].Descriptor.Name, context.EvaluatedInputs[i]);
            }
        }

        values.EndMembers(writer, "inp", "inpv", keepEmpty: true);
    }

    private static void WriteOutputs(ActivityContext context, ValueTable values, Utf8JsonWriter writer)
    {
        if (context.OutputValues is null)
        {
            return;
        }

        for (var i = 0; i < context.OutputValues.Length; i++)
        {
            values.WriteMember(writer, "outp", context.Node.Descriptor.Outputs[i].Name, context.OutputValues[i]);
        }

        values.EndMembers(writer, "outp", "outpv", keepEmpty: true);
    }

    private static void WriteVariables(ActivityContext context, ValueTable values, Utf8JsonWriter writer)
    {
        // Between the halves of a burst nothing is forgotten, not even what lives in memory only.
        var isPending = context.Instance.Pending is not null;
        var slots = context.Node.VariableSlots;
        if (isPending ? slots.Length > 0 : Array.Exists(slots, static slot => slot.IsPersistent))
        {
            for (var i = 0; i < slots.Length && i < context.VariableValues.Length; i++)
            {
                if (slots[i].IsPersistent || isPending)
                {
                    values.WriteMember(writer, "var", slots[i].Id, context.VariableValues[i]);
                }
            }

            values.EndMembers(writer, "var", "varv", keepEmpty: true);
        }

        WriteDynamic(context.DynamicVariables, writer);
    }

    private static void WriteDynamic(DynamicVariable[]? variables, Utf8JsonWriter writer)
    {
        if (variables is { Length: > 0 } dynamic)
        {
            writer.WriteStartObject("dyn"u8);
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

        writer.WriteStartArray("reg"u8);
        foreach (var entry in register.Entries)
        {
            if (entry.Value.IsSet())
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(steps.NumberOf(entry.Node.NodeId));
                writer.WriteStringValue(entry.Node.Descriptor.Outputs[entry.Output].Name);
                entry.Value.CopyTo(writer);
                writer.WriteEndArray();
            }
        }

        writer.WriteEndArray();
        WriteValue(writer, "last", register.LastResult);
    }

    private static void WriteBookmarks(WorkflowInstance instance, StepTable steps, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("bm"u8);
        foreach (var bookmark in instance.Bookmarks)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, bookmark.Id);
            if (bookmark.EffectId is null)
            {
                writer.WriteString("name"u8, bookmark.Name);
                writer.WriteString("hash"u8, bookmark.Hash);
            }

            WriteValue(writer, "payload", bookmark.Payload);
            writer.WriteString("act"u8, bookmark.ActivityId);
            writer.WriteNumber("n"u8, steps.NumberOf(bookmark.ActivityNodeId));
            WriteExecution(writer, "ctx", instance, bookmark.ActivityInstanceId);
            WriteTime(writer, "t"u8, bookmark.CreatedAt);
            WriteTime(writer, "due"u8, bookmark.DueAt);
            WriteFlag(writer, "keep"u8, !bookmark.AutoBurn);
            WriteText(writer, "cb"u8, bookmark.CallbackMethodName);
            WriteText(writer, "effect"u8, bookmark.EffectId);
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

        writer.WriteStartArray("inc"u8);
        foreach (var incident in instance.Incidents)
        {
            writer.WriteStartObject();
            writer.WriteString("ctx"u8, incident.ActivityInstanceId);
            writer.WriteString("act"u8, incident.ActivityId);
            writer.WriteString("node"u8, incident.ActivityNodeId);
            writer.WriteString("type"u8, incident.ActivityType);
            writer.WriteString("msg"u8, incident.Message);
            WriteTime(writer, "t"u8, incident.Timestamp);
            if (incident.Exception is not null)
            {
                writer.WritePropertyName("fail"u8);
                WriteFailure(writer, incident.Exception);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // Nearly every name begins with the instance's own, and says no more than its number.
    private static void WriteExecution(Utf8JsonWriter writer, string name, WorkflowInstance instance, string? id)
    {
        if (id is null)
        {
            return;
        }

        var isOwn = id.StartsWith(instance.Id, StringComparison.Ordinal) && id.AsSpan(instance.Id.Length).StartsWith("-");
        writer.WriteString(name, isOwn ? id.AsSpan(instance.Id.Length) : id);
    }

    private static void WriteFailure(Utf8JsonWriter writer, FailureDescription failure)
    {
        // At most four levels, see FailureDescription.From.
        writer.WriteStartObject();
        writer.WriteString("type"u8, failure.Type);
        writer.WriteString("msg"u8, failure.Message);
        WriteTexts(writer, "meta", failure.Metadata);
        if (failure.Inner is not null)
        {
            writer.WritePropertyName("inner"u8);
            WriteFailure(writer, failure.Inner);
        }

        writer.WriteEndObject();
    }

    /// <summary>The steps that the state speaks of, numbered as they come.</summary>
    private sealed class StepTable
    {
        private readonly List<string> _steps = [];
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        /// <param name="path">The step's path, see <see cref="GraphNode.NodeId"/>.</param>
        public int NumberOf(string path)
        {
            if (!_numbers.TryGetValue(path, out var number))
            {
                _numbers.Add(path, number = _steps.Count);
                _steps.Add(path);
            }

            return number;
        }

        public void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartArray("steps"u8);
            foreach (var step in _steps)
            {
                writer.WriteStringValue(step);
            }

            writer.WriteEndArray();
        }
    }
}
