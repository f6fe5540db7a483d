using System.Text.Json;

namespace Hub.Workflows.Activities;

/// <summary>Writes a descriptor as Elsa's designer reads it, in one of the hub's languages. Member names are case-sensitive there.</summary>
public static class ActivityDescriptorWriter
{
    /// <summary>Writes one JSON object.</summary>
    /// <param name="descriptor">What to write.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="language">Culture name; French for <c>fr…</c>, English otherwise.</param>
    public static void Write(ActivityDescriptor descriptor, Utf8JsonWriter writer, string? language)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("typeName", descriptor.TypeName);
        writer.WriteString("namespace", descriptor.Namespace);
        writer.WriteString("name", descriptor.Name);
        writer.WriteNumber("version", descriptor.Version);
        writer.WriteString("category", descriptor.Category.In(language));
        writer.WriteString("displayName", descriptor.DisplayName.In(language));
        writer.WriteString("description", descriptor.Description.In(language));
        writer.WriteString("kind", descriptor.Kind.ToString());
        writer.WriteBoolean("runAsynchronously", false);
        writer.WriteStartArray("inputs");
        for (var i = 0; i < descriptor.Inputs.Count; i++)
        {
            WriteInput(descriptor.Inputs[i], i, writer, language);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("outputs");
        for (var i = 0; i < descriptor.Outputs.Count; i++)
        {
            WriteOutput(descriptor.Outputs[i], i, writer, language);
        }

        writer.WriteEndArray();
        WritePorts(descriptor, writer, language);
        WriteProperties("customProperties", descriptor.CustomProperties, writer);
        WriteProperties("constructionProperties", descriptor.ConstructionProperties, writer);
        writer.WriteBoolean("isContainer", descriptor.IsContainer);
        writer.WriteBoolean("isBrowsable", descriptor.IsBrowsable);
        writer.WriteBoolean("isStart", descriptor.IsStart);
        writer.WriteBoolean("isTerminal", descriptor.IsTerminal);
        writer.WriteEndObject();
    }

    private static void WriteInput(InputDescriptor input, int order, Utf8JsonWriter writer, string? language)
    {
        writer.WriteStartObject();
        writer.WriteString("name", input.Name);
        writer.WriteString("typeName", input.TypeName);
        writer.WriteString("displayName", input.DisplayName?.In(language) ?? DescriptorNames.Of(input.Name).In(language));
        writer.WriteString("description", input.Description.In(language));
        writer.WriteNumber("order", order);
        writer.WriteBoolean("isWrapped", input.IsWrapped);
        writer.WriteString("uiHint", input.UIHint);
        writer.WriteString("category", input.Category?.In(language));
        writer.WritePropertyName("defaultValue");
        (input.DefaultValue.IsSet() ? input.DefaultValue : JsonValues.Null).WriteTo(writer);
        writer.WriteString("defaultSyntax", input.DefaultSyntax);
        writer.WriteBoolean("isReadOnly", input.IsReadOnly);
        writer.WriteBoolean("isSensitive", input.IsSensitive);
        writer.WriteBoolean("isBrowsable", input.IsBrowsable);
        writer.WriteBoolean("isSerializable", true);
        writer.WriteBoolean("isSynthetic", input.IsSynthetic);
        writer.WriteBoolean("autoEvaluate", input.AutoEvaluate);
        writer.WriteNull("storageDriverType");
        writer.WritePropertyName("uiSpecifications");
        WriteSpecifications(input, writer, language);
        writer.WriteEndObject();
    }

    /// <summary>Writes the settings of an input's editor, what it offers to choose from among them, as one JSON object.</summary>
    public static void WriteSpecifications(InputDescriptor input, Utf8JsonWriter writer, string? language)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(writer);
        if (input.Choices.Count == 0)
        {
            input.UISpecifications.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject("dropdown");
        writer.WriteStartObject("selectList");
        writer.WriteStartArray("items");
        foreach (var choice in input.Choices)
        {
            writer.WriteStartObject();
            writer.WriteString("text", choice.Text.In(language));
            writer.WriteString("value", choice.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("isFlagsEnum", false);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteOutput(OutputDescriptor output, int order, Utf8JsonWriter writer, string? language)
    {
        writer.WriteStartObject();
        writer.WriteString("name", output.Name);
        writer.WriteString("typeName", output.TypeName);
        writer.WriteString("displayName", output.DisplayName?.In(language) ?? DescriptorNames.Of(output.Name).In(language));
        writer.WriteString("description", output.Description.In(language));
        writer.WriteNumber("order", order);
        writer.WriteBoolean("isBrowsable", output.IsBrowsable);
        writer.WriteBoolean("isSynthetic", output.IsSynthetic);
        writer.WriteEndObject();
    }

    // Lists and cases are no ports to the designer: it finds those activities by itself.
    private static void WritePorts(ActivityDescriptor descriptor, Utf8JsonWriter writer, string? language)
    {
        writer.WriteStartArray("ports");
        foreach (var port in descriptor.Ports)
        {
            if (port.Kind is PortKind.Flow or PortKind.Embedded)
            {
                WritePort(port, writer, language);
            }
        }

        // Where nothing is said the designer draws this outcome by itself, but in English only.
        if (descriptor.IsBrowsable && !descriptor.IsTerminal && !HasOutcomesOfItsOwn(descriptor) && !descriptor.Ports.Any(port => port.Kind == PortKind.Flow))
        {
            WritePort(PortDescriptor.Flow(Outcome.Done), writer, language);
        }

        writer.WriteEndArray();
    }

    private static void WritePort(PortDescriptor port, Utf8JsonWriter writer, string? language)
    {
        writer.WriteStartObject();
        writer.WriteString("name", port.Name);
        writer.WriteString("displayName", (port.DisplayName ?? DescriptorNames.Of(port.Name)).In(language));
        writer.WriteString("type", port.Kind.ToString());
        writer.WriteBoolean("isBrowsable", port.IsBrowsable);
        writer.WriteEndObject();
    }

    // The designer works these out from the step's own inputs (contract, descriptors).
    private static bool HasOutcomesOfItsOwn(ActivityDescriptor descriptor) =>
        descriptor.Inputs.Any(input => input.UIHint == "dynamic-outcomes")
        || descriptor.TypeName is "Elsa.Switch" or "Elsa.FlowSwitch" or "Elsa.HttpEndpoint" or "Elsa.SendHttpRequest" or "Elsa.FlowSendHttpRequest" or "Elsa.DownloadHttpFile";

    private static void WriteProperties(string name, IReadOnlyDictionary<string, JsonElement> properties, Utf8JsonWriter writer)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in properties)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
