using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Hub.Workflows.Files;

/// <summary>Writes JSON with its members in one order: the known ones as Elsa writes them, the others by name; those that are null not at all.</summary>
internal static class OrderedJson
{
    public static readonly string[] ArgumentMembers = ["type", "isArray", "name", "displayName", "description", "category", "uiHint"];

    public static readonly string[] OptionMembers =
    [
        "activationStrategyType", "usableAsActivity", "autoUpdateConsumingWorkflows", "activityCategory", "incidentStrategyType", "commitStrategyName",
    ];

    private static readonly string[] VariableMembers = ["id", "name", "typeName", "isArray", "value", "storageDriverTypeName"];
    private static readonly string[] InputMembers = ["typeName", "expression", "memoryReference"];
    private static readonly string[] ExpressionMembers = ["type", "value"];

    // Whatever else stands in a definition: cases, states, transitions.
    private static readonly string[] OtherMembers = ["id", "name", "label", "type", "typeName", "from", "to", "statusCode", "condition"];

    /// <param name="first">The members that come first in the outermost object, or in those of the outermost array; absent means the usual ones.</param>
    public static void Write(JsonElement value, Utf8JsonWriter writer, string[]? first = null)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in Members(value, first ?? OtherMembers))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, writer, first);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>An input with its expression; what the expression says stays as it is.</summary>
    public static void WriteInput(JsonElement input, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var member in Members(input, InputMembers))
        {
            writer.WritePropertyName(member.Name);
            if (Is(member, "expression") && member.Value.ValueKind == JsonValueKind.Object)
            {
                WriteExpression(member.Value, writer);
            }
            else
            {
                Write(member.Value, writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>An expression; what it says stays as it is.</summary>
    public static void WriteExpression(JsonElement expression, Utf8JsonWriter writer) => WriteKeeping("value", expression, ExpressionMembers, writer);

    /// <summary>A variable; its default stays as it is.</summary>
    public static void WriteVariable(JsonElement variable, Utf8JsonWriter writer) => WriteKeeping("value", variable, VariableMembers, writer);

    /// <summary>Variables in their order; their defaults stay as they are.</summary>
    public static void WriteVariables(JsonElement variables, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var variable in variables.EnumerateArray())
        {
            if (variable.ValueKind == JsonValueKind.Object)
            {
                WriteVariable(variable, writer);
            }
            else
            {
                variable.WriteTo(writer);
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>The members that are not null: the first ones as they are given, then the others by name.</summary>
    public static IEnumerable<JsonProperty> Members(JsonElement value, string[] first) => value.EnumerateObject()
        .Where(member => !member.Value.IsNothing())
        .OrderBy(member => Array.FindIndex(first, name => Is(member, name)) is >= 0 and var place ? place : int.MaxValue)
        .ThenBy(member => member.Name, StringComparer.Ordinal);

    public static bool Is(JsonProperty member, string name) => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static void WriteKeeping(string kept, JsonElement value, string[] first, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var member in Members(value, first))
        {
            writer.WritePropertyName(member.Name);
            if (Is(member, kept))
            {
                member.Value.WriteTo(writer);
            }
            else
            {
                Write(member.Value, writer);
            }
        }

        writer.WriteEndObject();
    }
}
