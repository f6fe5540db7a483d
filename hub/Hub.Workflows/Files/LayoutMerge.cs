using System.Runtime.CompilerServices;
using System.Text.Json;
using Hub.Workflows.Comparison;

namespace Hub.Workflows.Files;

/// <summary>Writes a definition's steps as they are, with the boxes and bends of a layout file wherever they have none themselves.</summary>
internal sealed class LayoutMerge(StepPaths paths, JsonElement boxes, JsonElement bends)
{
    public void WriteStep(JsonElement step, string? path, Utf8JsonWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var box = path is null || step.Member("metadata").Member("designer").IsSet() ? default : Exact(boxes, path);
        var hasMetadata = step.Member("metadata").ValueKind == JsonValueKind.Object;
        writer.WriteStartObject();
        foreach (var member in step.EnumerateObject())
        {
            if (OrderedJson.Is(member, "metadata") && box.IsSet() && !hasMetadata)
            {
                continue;
            }

            writer.WritePropertyName(member.Name);
            if (OrderedJson.Is(member, "metadata") && box.IsSet())
            {
                WriteMetadata(member.Value, box, writer);
            }
            else if (OrderedJson.Is(member, "connections") && member.Value.ValueKind == JsonValueKind.Array && path is not null)
            {
                WriteConnections(member.Value, Exact(bends, path), writer);
            }
            else
            {
                WriteValue(member.Value, path, OrderedJson.Is(member, "activities"), Drawing.MayHoldSteps(member.Name), writer);
            }
        }

        if (box.IsSet() && !hasMetadata)
        {
            writer.WritePropertyName("metadata");
            WriteMetadata(JsonValues.EmptyObject, box, writer);
        }

        writer.WriteEndObject();
    }

    private void WriteValue(JsonElement value, string? path, bool isList, bool mayHoldSteps, Utf8JsonWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (mayHoldSteps && Drawing.IsActivity(value, isList))
        {
            WriteStep(value, paths.Of(path, value.Member("id").AsText() ?? ""), writer);
        }
        else if (!mayHoldSteps || Drawing.IsWrapped(value) || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            value.WriteTo(writer);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                WriteValue(member.Value, path, isList: false, Drawing.MayHoldSteps(member.Name), writer);
            }

            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
            {
                WriteValue(item, path, isList, mayHoldSteps, writer);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteMetadata(JsonElement metadata, JsonElement box, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("designer");
        box.WriteTo(writer);
        foreach (var member in metadata.EnumerateObject().Where(member => !OrderedJson.Is(member, "designer")))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteConnections(JsonElement connections, JsonElement bends, Utf8JsonWriter writer)
    {
        var known = new Dictionary<ConnectionEnds, JsonElement>();
        foreach (var bent in bends.ValueKind == JsonValueKind.Array ? bends.EnumerateArray() : default)
        {
            known.TryAdd(
                new(bent.Member("source").AsText() ?? "", bent.Member("port").AsText() ?? "", bent.Member("target").AsText() ?? "", bent.Member("targetPort").AsText() ?? "In"),
                bent.Member("vertices"));
        }

        writer.WriteStartArray();
        foreach (var connection in connections.EnumerateArray())
        {
            if (FlowOrder.BendsOf(connection).IsSet() || ConnectionEnds.Read(connection) is not { } ends || !known.TryGetValue(ends, out var vertices))
            {
                connection.WriteTo(writer);
                continue;
            }

            writer.WriteStartObject();
            foreach (var member in connection.EnumerateObject().Where(member => !OrderedJson.Is(member, "vertices")))
            {
                member.WriteTo(writer);
            }

            writer.WritePropertyName("vertices");
            vertices.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // Ids are told apart by their case.
    private static JsonElement Exact(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) ? found : default;
}
