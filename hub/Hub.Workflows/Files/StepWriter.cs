using System.Runtime.CompilerServices;
using System.Text.Json;
using Hub.Workflows.Comparison;

namespace Hub.Workflows.Files;

/// <summary>Writes steps in the order of a workflow file. It takes for a step what a comparison takes for one: no type need be known.</summary>
internal sealed class StepWriter(StepPaths paths, bool withLayout)
{
    private static readonly string[] First = ["id", "name", "type", "version", "customProperties", "metadata"];
    private static readonly string[] Last = ["variables", "activities", "connections"];

    public void Write(JsonElement root, Utf8JsonWriter writer) => WriteStep(root, StepPaths.Root, writer);

    private void WriteStep(JsonElement step, string? path, Utf8JsonWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        writer.WriteStartObject();
        foreach (var member in Members(step))
        {
            if (OrderedJson.Is(member, "metadata"))
            {
                WriteMetadata(member.Value, keepsBox: withLayout || path is null, writer);
            }
            else if (OrderedJson.Is(member, "customProperties"))
            {
                WriteProperties(member.Value, writer);
            }
            else
            {
                writer.WritePropertyName(member.Name);
                WriteMember(member, step, path, writer);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteMember(JsonProperty member, JsonElement step, string? path, Utf8JsonWriter writer)
    {
        var isArray = member.Value.ValueKind == JsonValueKind.Array;
        if (isArray && OrderedJson.Is(member, "connections"))
        {
            FlowOrder.WriteConnections(step, keepsBends: withLayout || path is null, writer);
        }
        else if (isArray && OrderedJson.Is(member, "variables"))
        {
            OrderedJson.WriteVariables(member.Value, writer);
        }
        else if (OrderedJson.Is(member, "variable") && member.Value.ValueKind == JsonValueKind.Object && !Drawing.IsWrapped(member.Value))
        {
            OrderedJson.WriteVariable(member.Value, writer);
        }
        else if (isArray && OrderedJson.Is(member, "activities"))
        {
            writer.WriteStartArray();
            foreach (var item in FlowOrder.Of(step, member.Value, paths.HasEveryId))
            {
                WriteValue(item, path, isList: true, writer);
            }

            writer.WriteEndArray();
        }
        else
        {
            WriteValue(member.Value, path, isList: false, writer);
        }
    }

    private void WriteValue(JsonElement value, string? path, bool isList, Utf8JsonWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (Drawing.IsActivity(value, isList))
        {
            WriteStep(value, paths.Of(path, value.Member("id").AsText() ?? ""), writer);
        }
        else if (Drawing.IsWrapped(value))
        {
            OrderedJson.WriteInput(value, writer);
        }
        else if (IsExpression(value))
        {
            OrderedJson.WriteExpression(value, writer);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            // Cases, states and the like: what they are called, what they ask, and last the steps that they hold.
            writer.WriteStartObject();
            foreach (var member in OrderedJson.Members(value, ["label", "name", "from", "to", "statusCode", "condition"]).OrderBy(member => Drawing.IsActivity(member.Value, isList: false)))
            {
                writer.WritePropertyName(member.Name);
                WriteValue(member.Value, path, isList: false, writer);
            }

            writer.WriteEndObject();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
            {
                WriteValue(item, path, isList, writer);
            }

            writer.WriteEndArray();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    // Inputs by name, then members that hold steps, then what a container declares and holds. Node ids are computed whenever a definition is loaded.
    private static IEnumerable<JsonProperty> Members(JsonElement step) => OrderedJson.Members(step, First)
        .Where(member => !OrderedJson.Is(member, "nodeId") && !OrderedJson.Is(member, "latestAvailablePublishedVersion") && !OrderedJson.Is(member, "latestAvailablePublishedVersionId"))
        .OrderBy(member => Array.FindIndex(Last, name => OrderedJson.Is(member, name) && member.Value.ValueKind == JsonValueKind.Array) + 1 is > 0 and var place ? 1 + place : HoldsSteps(member) ? 1 : 0);

    private static bool HoldsSteps(JsonProperty member) =>
        !Array.Exists(First, name => OrderedJson.Is(member, name)) && (Drawing.IsActivity(member.Value, isList: false)
            || (member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().Any(item => Drawing.IsActivity(item, isList: false) || (item.ValueKind == JsonValueKind.Object && item.EnumerateObject().Any(inside => Drawing.IsActivity(inside.Value, isList: false))))));

    private static bool IsExpression(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.Member("type").ValueKind == JsonValueKind.String && value.EnumerateObject().All(member => OrderedJson.Is(member, "type") || OrderedJson.Is(member, "value"));

    private static void WriteMetadata(JsonElement metadata, bool keepsBox, Utf8JsonWriter writer)
    {
        if (metadata.ValueKind == JsonValueKind.Object)
        {
            WriteWithout(metadata, "metadata", member => !keepsBox && OrderedJson.Is(member, "designer"), writer);
        }
    }

    // Connections that lead nowhere are found anew; a list of none says nothing.
    private static void WriteProperties(JsonElement properties, Utf8JsonWriter writer)
    {
        if (properties.ValueKind == JsonValueKind.Object)
        {
            WriteWithout(properties, "customProperties", member => OrderedJson.Is(member, "notFoundConnections") && member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0, writer);
        }
    }

    // An object of which nothing is left is not written.
    private static void WriteWithout(JsonElement value, string name, Func<JsonProperty, bool> isLeftOut, Utf8JsonWriter writer)
    {
        var members = OrderedJson.Members(value, []).Where(member => !isLeftOut(member)).ToList();
        if (members.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var member in members)
        {
            writer.WritePropertyName(member.Name);
            OrderedJson.Write(member.Value, writer);
        }

        writer.WriteEndObject();
    }
}
