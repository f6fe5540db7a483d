using System.Runtime.CompilerServices;
using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Activities.Composition;
using Hub.Workflows.Activities.Flow;
using Hub.Workflows.Definitions;

namespace Hub.Workflows.Graph;

/// <summary>
/// Writes a definition as the designer wants it back: node ids computed anew, the members it expects on every activity, unknown types
/// as placeholders, connections in their present form. Everything else stays as it came.
/// </summary>
public static class DesignerWriter
{
    /// <summary>Writes the whole definition as one JSON object.</summary>
    public static void Write(WorkflowGraph graph, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        DefinitionWriter.WriteTopLevel(graph.Definition, writer);
        writer.WritePropertyName("root");
        WriteActivity(graph.Workflow.Children[0], writer);
        foreach (var (name, value) in graph.Definition.OtherMembers)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes one activity with all that it holds.</summary>
    /// <param name="node">The step.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="withDefinitions">Writes the inside of definitions used as activities too, as their <c>root</c>.</param>
    /// <exception cref="InsufficientExecutionStackException">It nests deeper than the thread's stack allows (thousands of levels).</exception>
    public static void WriteActivity(GraphNode node, Utf8JsonWriter writer, bool withDefinitions = false)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(writer);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        writer.WriteStartObject();
        writer.WriteString("id", node.Id);
        writer.WriteString("nodeId", node.NodeId);
        if (node.Activity is WorkflowActivity && !node.Json.IsSet())
        {
            WriteWorkflow(node, writer, withDefinitions);
        }
        else if (node.Activity is NotFoundActivity missing && node.Json.Member("type").AsText() != NotFoundActivity.TypeName)
        {
            WritePlaceholder(node, missing, writer);
        }
        else
        {
            WriteMembers(node, writer, withDefinitions);
        }

        writer.WriteEndObject();
    }

    // The workflow around a definition's root is no activity of its JSON.
    private static void WriteWorkflow(GraphNode node, Utf8JsonWriter writer, bool withDefinitions)
    {
        writer.WriteString("type", node.Descriptor.TypeName);
        writer.WriteNumber("version", node.Descriptor.Version);
        WriteObject("customProperties", node.CustomProperties, writer);
        WriteObject("metadata", default, writer);
        writer.WritePropertyName("root");
        WriteChild(node.Children.Count > 0 ? node.Children[0] : null, writer, withDefinitions);
    }

    private static void WritePlaceholder(GraphNode node, NotFoundActivity missing, Utf8JsonWriter writer)
    {
        writer.WriteString("name", node.Name);
        writer.WriteString("type", NotFoundActivity.TypeName);
        writer.WriteNumber("version", 1);
        writer.WriteString("missingTypeName", missing.MissingType);
        writer.WriteNumber("missingTypeVersion", missing.MissingVersion);
        writer.WriteString("originalActivityJson", node.Json.GetRawText());
        WriteObject("metadata", node.Json.Member("metadata"), writer);
        WriteObject("customProperties", node.Json.Member("customProperties"), writer);
    }

    private static void WriteMembers(GraphNode node, Utf8JsonWriter writer, bool withDefinitions)
    {
        var flowchart = node.Activity as Flowchart;
        foreach (var member in node.Json.EnumerateObject())
        {
            if (IsRewritten(member.Name, node, flowchart))
            {
                continue;
            }

            writer.WritePropertyName(member.Name);
            if (FindPort(node, member.Name) is { } port)
            {
                WritePort(node, port, member.Value, writer, withDefinitions);
            }
            else
            {
                member.Value.WriteTo(writer);
            }
        }

        if (withDefinitions && node.Activity is WorkflowDefinitionActivity)
        {
            writer.WritePropertyName("root");
            WriteChild(node.Children[0], writer, withDefinitions);
        }

        if (node.Json.Member("version").IsNothing())
        {
            writer.WriteNumber("version", node.Descriptor.Version);
        }

        // What is added stands where it will be read again, so that writing twice gives the same text.
        if (flowchart is not null || node.Activity is Sequence)
        {
            WriteMissingArrays(node, writer, "activities", "variables");
        }

        WriteObject("metadata", node.Json.Member("metadata"), writer);
        if (flowchart is null)
        {
            WriteObject("customProperties", node.Json.Member("customProperties"), writer);
        }
        else
        {
            WriteFlowchart(node, flowchart, writer);
        }
    }

    private static void WriteFlowchart(GraphNode node, Flowchart flowchart, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("customProperties");
        foreach (var property in node.CustomProperties.EnumerateObject())
        {
            if (!property.NameEquals("notFoundConnections"u8))
            {
                property.WriteTo(writer);
            }
        }

        // What leads nowhere is kept for the designer, out of the flow's way (contract §4).
        writer.WriteStartArray("notFoundConnections");
        foreach (var connection in flowchart.Plan.Dangling)
        {
            connection.WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartArray("connections");
        foreach (var (link, connection) in flowchart.Plan.Links.Zip(flowchart.Plan.Sources))
        {
            writer.WriteStartObject();
            WriteEnd("source", flowchart.Plan.Members[link.Source].Id, link.Port, writer);
            WriteEnd("target", flowchart.Plan.Members[link.Target].Id, "In", writer);
            writer.WritePropertyName("vertices");
            (connection.Member("vertices") is { ValueKind: JsonValueKind.Array } vertices ? vertices : JsonValues.EmptyArray).WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteEnd(string name, string activity, string port, Utf8JsonWriter writer)
    {
        writer.WriteStartObject(name);
        writer.WriteString("activity", activity);
        writer.WriteString("port", port);
        writer.WriteEndObject();
    }

    private static void WritePort(GraphNode node, PortDescriptor port, JsonElement json, Utf8JsonWriter writer, bool withDefinitions)
    {
        var children = node.Ports.TryGetValue(port.Name, out var found) ? found : [];
        if (port.Kind == PortKind.Embedded)
        {
            WriteChild(children.Length > 0 ? children[0] : null, writer, withDefinitions);
            return;
        }

        var items = DefinitionReader.Items(json, node.Place);
        writer.WriteStartArray();
        for (var i = 0; i < items.Count; i++)
        {
            if (port.Kind == PortKind.EmbeddedList)
            {
                WriteChild(children[i], writer, withDefinitions);
                continue;
            }

            writer.WriteStartObject();
            foreach (var member in items[i].EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                if (FindPort(node, port.Property ?? port.Name, member.Name) is { } inside)
                {
                    WriteChild(node.Ports.TryGetValue(inside.Name, out var own) ? own[i] : null, writer, withDefinitions);
                }
                else
                {
                    member.Value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteChild(GraphNode? child, Utf8JsonWriter writer, bool withDefinitions)
    {
        if (child is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            WriteActivity(child, writer, withDefinitions);
        }
    }

    private static bool IsRewritten(string name, GraphNode node, Flowchart? flowchart) =>
        Is(name, "id") || Is(name, "nodeId") || Is(name, "metadata") || Is(name, "customProperties")
        || (flowchart is not null && Is(name, "connections"))
        // The inside of a definition used as an activity belongs to that definition (contract §6).
        || (node.Activity is WorkflowDefinitionActivity && Is(name, "root"));

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static PortDescriptor? FindPort(GraphNode node, string member)
    {
        foreach (var port in node.Descriptor.Ports)
        {
            if (port.Kind != PortKind.Flow && Is(port.Property ?? port.Name, member))
            {
                return port;
            }
        }

        return null;
    }

    // Ports that share an array of objects: the one whose activity is this member.
    private static PortDescriptor? FindPort(GraphNode node, string property, string member)
    {
        foreach (var port in node.Descriptor.Ports)
        {
            if (port.Kind == PortKind.EmbeddedCases && (port.Property ?? port.Name) == property && Is(port.Member, member))
            {
                return port;
            }
        }

        return null;
    }

    private static void WriteMissingArrays(GraphNode node, Utf8JsonWriter writer, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!node.Json.Member(name).IsSet())
            {
                writer.WriteStartArray(name);
                writer.WriteEndArray();
            }
        }
    }

    private static void WriteObject(string name, JsonElement value, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(name);
        (value.ValueKind == JsonValueKind.Object ? value : JsonValues.EmptyObject).WriteTo(writer);
    }
}
