using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>What the bursts of one message did, as one compact JSON document: activity executions and journal, for whoever looks later.</summary>
/// <remarks>
/// Written is what nobody else knows. Constant inputs stand in the definition version; inputs of an execution that began in an
/// earlier burst stand in that burst's document. Steps are named once, in <c>steps</c>; a value that occurs several times, such as
/// a request that is an output, a variable and the next step's input, stands once in <c>values</c>, and <c>inv</c> and <c>outv</c>
/// hold its number. Times are ticks of 100 ns after <c>t</c>. An execution is named by its number within the instance, <c>k</c>, or
/// by its <c>id</c> where an earlier version of the hub began it. <see cref="BurstDocument"/> reads it.
/// </remarks>
internal static class BurstRecords
{
    public const int FormatVersion = 3;

    public static byte[] Serialize(IReadOnlyList<Burst> bursts) => JsonValues.WriteBytes(bursts, static (writer, written) => new Document(writer, written).Write());

    private sealed class Document(Utf8JsonWriter writer, IReadOnlyList<Burst> bursts)
    {
        private readonly string instanceId = bursts[0].Instance.Id;
        private readonly List<string> steps = [];
        private readonly ValueTable values = new();
        private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
        private readonly long start = bursts[0].Journal.Count > 0 ? bursts[0].Journal[0].Timestamp.UtcTicks : bursts[0].Instance.UpdatedAt.UtcTicks;

        public void Write()
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", FormatVersion);
            writer.WriteNumber("t", start);
            if (bursts[0].Journal.Count > 0)
            {
                writer.WriteNumber("seq", bursts[0].Journal[0].Sequence);
            }

            var place = 0;
            writer.WriteStartArray("records");
            foreach (var burst in bursts)
            {
                foreach (var record in burst.ActivityRecords)
                {
                    places[record.Id] = place++;
                    WriteRecord(record);
                }
            }

            writer.WriteEndArray();
            writer.WriteStartArray("journal");
            foreach (var burst in bursts)
            {
                foreach (var entry in burst.Journal)
                {
                    WriteEntry(entry);
                }
            }

            writer.WriteEndArray();
            WriteTables();
            writer.WriteEndObject();
        }

        private void WriteRecord(in ActivityRecord record)
        {
            writer.WriteStartObject();
            if (NumberIn(record.Id) is { } number)
            {
                writer.WriteNumber("k", number);
            }
            else
            {
                writer.WriteString("id", record.Id);
            }

            writer.WriteNumber("n", NumberOf(record.Node.NodeId));
            WriteReference("p", record.ParentId);
            WriteReference("b", record.ScheduledById);
            writer.WriteNumber("s", (int)record.Status);
            writer.WriteNumber("at", record.StartedAt.UtcTicks - start);
            if (record.CompletedAt is { } completedAt)
            {
                writer.WriteNumber("end", completedAt.UtcTicks - start);
            }

            if (record.AggregateFaultCount > 0)
            {
                writer.WriteNumber("f", record.AggregateFaultCount);
            }

            if (record.HasBookmarks)
            {
                writer.WriteBoolean("waits", true);
            }

            if (record.Outcomes is { } outcomes)
            {
                writer.WriteStartArray("o");
                foreach (var outcome in outcomes)
                {
                    writer.WriteStringValue(outcome);
                }

                writer.WriteEndArray();
            }

            WriteValues("in", "inv", record.NewInputs);
            WriteValues("out", "outv", record.Outputs);
            if (record.RetryAttempts.IsSet())
            {
                writer.WritePropertyName("retries");
                record.RetryAttempts.CopyTo(writer);
            }

            if (record.Failure is { } failure)
            {
                writer.WriteStartObject("failure");
                writer.WriteString("type", failure.Type);
                writer.WriteString("message", failure.Message);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        private int? NumberIn(string id) => ExecutionId.TryParse(id, out var owner, out var number) && owner.SequenceEqual(instanceId) ? number : null;

        // By its place in this document; below zero, by its number in the instance; or by its id.
        private void WriteReference(string name, string? id)
        {
            if (id is null)
            {
                return;
            }

            if (places.TryGetValue(id, out var place))
            {
                writer.WriteNumber(name, place);
            }
            else if (NumberIn(id) is { } number)
            {
                writer.WriteNumber(name, -1 - number);
            }
            else
            {
                writer.WriteString(name, id);
            }
        }

        // Sequence numbers follow one another from "seq"; step and outcomes are those of the record.
        private void WriteEntry(in JournalEntry entry)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue((int)entry.Event);
            writer.WriteNumberValue(entry.Timestamp.UtcTicks - start);
            writer.WriteNumberValue(places[entry.ActivityInstanceId]); // whatever is written to the journal is touched, and so recorded
            if (entry.Message is { } message)
            {
                writer.WriteStringValue(message);
            }

            writer.WriteEndArray();
        }

        private void WriteValues(string name, string numbersName, IEnumerable<KeyValuePair<string, JsonElement>> members)
        {
            foreach (var (key, value) in members)
            {
                values.WriteMember(writer, name, key, value);
            }

            values.EndMembers(writer, name, numbersName);
        }

        private void WriteTables()
        {
            writer.WriteStartArray("steps");
            foreach (var step in steps)
            {
                writer.WriteStringValue(step);
            }

            writer.WriteEndArray();
            values.Write(writer, "values");
        }

        // Short: a search from the end costs less than a dictionary. Of very many, only the last are searched.
        private int NumberOf(string step)
        {
            for (var i = steps.Count - 1; i >= 0 && i >= steps.Count - 32; i--)
            {
                if (ReferenceEquals(steps[i], step))
                {
                    return i;
                }
            }

            steps.Add(step);
            return steps.Count - 1;
        }
    }
}
