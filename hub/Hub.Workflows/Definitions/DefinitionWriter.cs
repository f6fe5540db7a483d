using System.Globalization;
using System.Text.Json;

namespace Hub.Workflows.Definitions;

/// <summary>Writes a definition in Elsa's member order, unknown members last.</summary>
internal static class DefinitionWriter
{
    private static readonly HashSet<string> VariableMembers = new(StringComparer.OrdinalIgnoreCase) { "id", "name", "typeName", "type", "isArray", "value", "storageDriverTypeName", "storageDriverType" };
    private static readonly HashSet<string> ArgumentMembers = new(StringComparer.OrdinalIgnoreCase) { "type", "isArray", "name", "displayName", "description", "category", "uiHint" };

    private static readonly HashSet<string> OptionMembers = new(StringComparer.OrdinalIgnoreCase)
    {
        "activationStrategyType", "usableAsActivity", "autoUpdateConsumingWorkflows", "activityCategory", "incidentStrategyType", "commitStrategyName",
    };

    public static void Write(WorkflowDefinition definition, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteTopLevel(definition, writer);
        writer.WritePropertyName("root");
        definition.Root.WriteTo(writer);
        foreach (var (name, value) in definition.OtherMembers)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Everything but the root and the unknown members, inside an object that is already open.</summary>
    public static void WriteTopLevel(WorkflowDefinition definition, Utf8JsonWriter writer)
    {
        writer.WriteString("id", definition.Id);
        writer.WriteString("definitionId", definition.DefinitionId);
        writer.WriteString("tenantId", definition.TenantId);
        writer.WriteString("name", definition.Name);
        writer.WriteString("description", definition.Description);
        if (definition.CreatedAt is { } createdAt)
        {
            writer.WriteString("createdAt", createdAt.ToString("O", CultureInfo.InvariantCulture));
        }

        writer.WriteNumber("version", definition.Version);
        writer.WriteString("toolVersion", definition.ToolVersion);
        writer.WriteStartArray("variables");
        foreach (var variable in definition.Variables)
        {
            WriteVariable(variable, writer);
        }

        writer.WriteEndArray();
        WriteArguments("inputs", definition.Inputs, writer, withHint: true);
        WriteArguments("outputs", definition.Outputs, writer, withHint: false);
        writer.WriteStartArray("outcomes");
        foreach (var outcome in definition.Outcomes)
        {
            writer.WriteStringValue(outcome);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("customProperties");
        definition.CustomProperties.WriteTo(writer);
        writer.WriteBoolean("isReadonly", definition.IsReadonly);
        writer.WriteBoolean("isSystem", definition.IsSystem);
        writer.WriteBoolean("isLatest", definition.IsLatest);
        writer.WriteBoolean("isPublished", definition.IsPublished);
        WriteOptions(definition.Options, writer);
    }

    private static void WriteVariable(VariableDefinition variable, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", variable.Id);
        writer.WriteString("name", variable.Name);
        writer.WriteString("typeName", variable.TypeName);
        writer.WriteBoolean("isArray", variable.IsArray);
        writer.WritePropertyName("value");
        (variable.Value.IsSet() ? variable.Value : JsonValues.Null).WriteTo(writer);
        writer.WriteString("storageDriverTypeName", variable.StorageDriverTypeName);
        WriteRest(variable.Source, VariableMembers, writer);
        writer.WriteEndObject();
    }

    private static void WriteArguments(string name, IReadOnlyList<ArgumentDefinition> arguments, Utf8JsonWriter writer, bool withHint)
    {
        writer.WriteStartArray(name);
        foreach (var argument in arguments)
        {
            writer.WriteStartObject();
            writer.WriteString("type", argument.Type);
            writer.WriteBoolean("isArray", argument.IsArray);
            writer.WriteString("name", argument.Name);
            writer.WriteString("displayName", argument.DisplayName);
            writer.WriteString("description", argument.Description);
            writer.WriteString("category", argument.Category);
            if (withHint)
            {
                writer.WriteString("uiHint", argument.UIHint);
            }

            WriteRest(argument.Source, ArgumentMembers, writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOptions(DefinitionOptions options, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("options");
        writer.WriteString("activationStrategyType", options.ActivationStrategyType);
        if (options.UsableAsActivity is { } usable)
        {
            writer.WriteBoolean("usableAsActivity", usable);
        }
        else
        {
            writer.WriteNull("usableAsActivity");
        }

        writer.WriteBoolean("autoUpdateConsumingWorkflows", options.AutoUpdateConsumingWorkflows);
        writer.WriteString("activityCategory", options.ActivityCategory);
        writer.WriteString("incidentStrategyType", options.IncidentStrategyType);
        writer.WriteString("commitStrategyName", options.CommitStrategyName);
        WriteRest(options.Source, OptionMembers, writer);
        writer.WriteEndObject();
    }

    private static void WriteRest(JsonElement source, HashSet<string> known, Utf8JsonWriter writer)
    {
        if (source.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in source.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                member.WriteTo(writer);
            }
        }
    }
}
