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
        private readonly Dictionary<int, int> places = [];
        private readonly long start = bursts[0].Journal.Count > 0 ? bursts[0].Journal[0].Timestamp.UtcTicks : bursts[0].Instance.UpdatedAt.UtcTicks;

        public void Write()
        {
            writer.WriteStartObject();
            writer.WriteNumber("format"u8, FormatVersion);
            writer.WriteNumber("t"u8, start);
            if (bursts[0].Journal.Count > 0)
            {
                writer.WriteNumber("seq"u8, bursts[0].Journal[0].Sequence);
            }

            writer.WriteStartArray("records"u8);
            var place = 0;
            foreach (var burst in bursts)
            {
                foreach (var record in burst.ActivityRecords)
                {
                    places[record.Number] = place++;
                    WriteRecord(record);
                }
            }

            writer.WriteEndArray();
            writer.WriteStartArray("journal"u8);
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
            if (record.GivenId is { } given)
            {
                writer.WriteString("id"u8, given);
            }
            else
            {
                writer.WriteNumber("k"u8, record.Number);
            }

            writer.WriteNumber("n"u8, NumberOf(record.Node.NodeId));
            WriteReference("p"u8, record.ParentNumber, record.ParentGivenId);
            var scheduler = NumberIn(record.ScheduledById);
            WriteReference("b"u8, scheduler, scheduler is null ? record.ScheduledById : null);
            writer.WriteNumber("s"u8, (int)record.Status);
            writer.WriteNumber("at"u8, record.StartedAt.UtcTicks - start);
            if (record.CompletedAt is { } completedAt)
            {
                writer.WriteNumber("end"u8, completedAt.UtcTicks - start);
            }

            if (record.AggregateFaultCount > 0)
            {
                writer.WriteNumber("f"u8, record.AggregateFaultCount);
            }

            if (record.HasBookmarks)
            {
                writer.WriteBoolean("waits"u8, true);
            }

            if (record.Outcomes is { } outcomes)
            {
                writer.WriteStartArray("o"u8);
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
                writer.WritePropertyName("retries"u8);
                record.RetryAttempts.CopyTo(writer);
            }

            if (record.Failure is { } failure)
            {
                writer.WriteStartObject("failure"u8);
                writer.WriteString("type"u8, failure.Type);
                writer.WriteString("message"u8, failure.Message);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        private int? NumberIn(string? id) => id is not null && ExecutionId.TryParse(id, out var owner, out var number) && owner.SequenceEqual(instanceId) ? number : null;

        // By its place in this document; or by the id that it was given; or, below zero, by its number in the instance.
        private void WriteReference(ReadOnlySpan<byte> name, int? number, string? givenId)
        {
            if (number is { } known && places.TryGetValue(known, out var place))
            {
                writer.WriteNumber(name, place);
            }
            else if (givenId is not null)
            {
                writer.WriteString(name, givenId);
            }
            else if (number is not null)
            {
                writer.WriteNumber(name, -1 - number.Value);
            }
        }

        // Sequence numbers follow one another from "seq"; step and outcomes are those of the record.
        private void WriteEntry(in JournalEntry entry)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue((int)entry.Event);
            writer.WriteNumberValue(entry.Timestamp.UtcTicks - start);
            writer.WriteNumberValue(places[entry.ActivityInstanceNumber]); // whatever is written to the journal is touched, and so recorded
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
            writer.WriteStartArray("steps"u8);
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
