using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>What the bursts of one message did, as one JSON document: activity executions and journal, for whoever looks later.</summary>
internal static class BurstRecords
{
    public static byte[] Serialize(IReadOnlyList<Burst> bursts)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteStartArray("records");
        foreach (var burst in bursts)
        {
            foreach (var record in burst.ActivityRecords)
            {
                WriteRecord(writer, record);
            }
        }

        writer.WriteEndArray();
        writer.WriteStartArray("journal");
        foreach (var burst in bursts)
        {
            foreach (var entry in burst.Journal)
            {
                WriteEntry(writer, entry);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteRecord(Utf8JsonWriter writer, ActivityRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("id", record.Id);
        writer.WriteString("parent", record.ParentId);
        writer.WriteString("node", record.Node.NodeId);
        writer.WriteString("status", record.Status.ToString());
        writer.WriteString("startedAt", record.StartedAt);
        if (record.CompletedAt is { } completedAt)
        {
            writer.WriteString("completedAt", completedAt);
        }

        writer.WriteNumber("faults", record.AggregateFaultCount);
        if (record.HasBookmarks)
        {
            writer.WriteBoolean("waits", true);
        }

        WriteOutcomes(writer, record.Outcomes);
        WriteValues(writer, "state", record.ActivityState);
        WriteValues(writer, "outputs", record.Outputs);
        if (record.Failure is { } failure)
        {
            writer.WriteStartObject("failure");
            writer.WriteString("type", failure.Type);
            writer.WriteString("message", failure.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, JournalEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteNumber("seq", entry.Sequence);
        writer.WriteString("at", entry.Timestamp);
        writer.WriteString("event", entry.EventName);
        writer.WriteString("node", entry.Node.NodeId);
        writer.WriteString("activity", entry.ActivityInstanceId);
        if (entry.Message is { } message)
        {
            writer.WriteString("message", message);
        }

        WriteOutcomes(writer, entry.Outcomes);
        writer.WriteEndObject();
    }

    private static void WriteOutcomes(Utf8JsonWriter writer, IReadOnlyList<string>? outcomes)
    {
        if (outcomes is null)
        {
            return;
        }

        writer.WriteStartArray("outcomes");
        foreach (var outcome in outcomes)
        {
            writer.WriteStringValue(outcome);
        }

        writer.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, JsonElement>> values)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
