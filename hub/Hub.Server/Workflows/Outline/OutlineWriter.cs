using System.Text.Json;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>An outline as JSON. Steps are named by <c>nodeId</c>, which is unique in the workflow and stands in the definition that the designer reads.</summary>
internal static class OutlineWriter
{
    public static void Write(WorkflowOutline outline, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("definitionId", outline.Stored.DefinitionId);
        writer.WriteString("versionId", outline.Stored.VersionId);
        writer.WriteString("name", outline.Stored.Name);
        writer.WriteString("description", outline.Description);
        writer.WriteNumber("version", outline.Stored.Version);
        writer.WriteBoolean("isLatest", outline.Stored.IsLatest);
        writer.WriteBoolean("isPublished", outline.Stored.IsPublished);
        writer.WriteString("sentence", outline.Sentence);
        writer.WriteStartArray("systems");
        foreach (var system in outline.Systems)
        {
            writer.WriteStringValue(system);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("dataCategories");
        foreach (var category in outline.DataCategories)
        {
            writer.WriteStartObject();
            WriteCategory(category, writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("outline");
        WriteGroup(outline.Steps, writer);
        writer.WriteEndObject();
    }

    private static void WriteGroup(OutlineGroup group, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("label", group.Label);
        writer.WriteString("sentence", group.Sentence);
        writer.WriteString("flow", JsonNamingPolicy.CamelCase.ConvertName(group.Flow.ToString()));
        writer.WriteString("port", group.Port);
        if (group.Position is { } position)
        {
            writer.WriteNumber("position", position);
        }
        else
        {
            writer.WriteNull("position");
        }

        if (group.Container is { } container)
        {
            writer.WriteStartObject("container");
            WriteNode(container.Node, writer);
            writer.WriteString("name", container.Name);
            writer.WriteString("kind", container.Kind);
            writer.WriteString("sentence", container.Sentence);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("container");
        }

        WriteSteps("steps", group.Steps, writer);
        WriteSteps("unreachable", group.Unreachable, writer);
        WriteGroups(group.Groups, writer);
        writer.WriteEndObject();
    }

    private static void WriteGroups(IReadOnlyList<OutlineGroup> groups, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("groups");
        foreach (var group in groups)
        {
            WriteGroup(group, writer);
        }

        writer.WriteEndArray();
    }

    private static void WriteSteps(string name, IReadOnlyList<OutlineStep> steps, Utf8JsonWriter writer)
    {
        writer.WriteStartArray(name);
        foreach (var step in steps)
        {
            WriteStep(step, writer);
        }

        writer.WriteEndArray();
    }

    private static void WriteStep(OutlineStep step, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("number", step.Number);
        WriteNode(step.Node, writer);
        writer.WriteNumber("version", step.Node.Descriptor.Version);
        writer.WriteString("name", step.Name);
        writer.WriteString("kind", step.Kind);
        writer.WriteString("sentence", step.Sentence);
        writer.WriteString("note", step.Note);
        writer.WriteBoolean("starts", step.Node.CanStartWorkflow);
        writer.WriteString("system", step.System);
        WriteUse(step.Uses, writer);
        writer.WriteStartArray("dataCategories");
        foreach (var use in step.Data)
        {
            writer.WriteStartObject();
            WriteCategory(use.Category, writer);
            writer.WriteBoolean("reads", use.Reads);
            writer.WriteBoolean("receives", use.Receives);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("next");
        foreach (var exit in step.Next)
        {
            WriteExit(exit, writer);
        }

        writer.WriteEndArray();
        WriteGroups(step.Groups, writer);
        writer.WriteEndObject();
    }

    private static void WriteExit(OutlineExit exit, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("outcome", exit.Outcome);
        writer.WriteString("label", exit.Label);
        writer.WriteBoolean("isBack", exit.IsBack);
        writer.WriteString("text", exit.Text);
        if (exit.Target is { } target)
        {
            writer.WriteStartObject("target");
            WriteNode(target.Node, writer);
            writer.WriteString("number", target.Number);
            writer.WriteString("name", target.Name);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("target");
        }

        writer.WriteEndObject();
    }

    private static void WriteUse(UsedWorkflow? uses, Utf8JsonWriter writer)
    {
        if (uses is null)
        {
            writer.WriteNull("uses");
            return;
        }

        writer.WriteStartObject("uses");
        writer.WriteString("definitionId", uses.DefinitionId);
        writer.WriteString("name", uses.Name);
        writer.WriteNumber("version", uses.Version);
        writer.WriteEndObject();
    }

    private static void WriteNode(GraphNode node, Utf8JsonWriter writer)
    {
        writer.WriteString("activityId", node.Id);
        writer.WriteString("nodeId", node.NodeId);
        writer.WriteString("type", node.Descriptor.TypeName);
    }

    private static void WriteCategory(DataCategory category, Utf8JsonWriter writer)
    {
        writer.WriteString("code", category.Code);
        writer.WriteString("label", category.Label);
    }
}
