using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Workflows.Comparison;
using Hub.Workflows.Definitions;

namespace Hub.Workflows.Files;

/// <summary>
/// Where the boxes and lines of a workflow stand on the canvas, in a file beside the workflow's: who moves a box changes this file alone.
/// </summary>
/// <remarks>
/// <c>activities</c> has what the designer wrote about each box, by the word root, the ids of the steps around it and its own, joined with slashes;
/// <c>connections</c> has the bends of each flowchart's lines. Where a step cannot be named so, its box stays in the workflow file.
/// What the workflow file itself says of a box goes before this file: a definition exported by Elsa's Studio may simply replace it.
/// </remarks>
public static class LayoutFile
{
    private static readonly JsonWriterOptions Writing = new()
    {
        MaxDepth = JsonValues.MaxDepth + 16, Indented = true, NewLine = "\n", SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The layout of a definition; empty when it has none that a layout file could hold.</summary>
    public static byte[] Write(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var steps = Drawing.Read(definition.Root, opensPlaceholders: false);
        var paths = new StepPaths(steps);
        var boxes = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        var bends = new SortedDictionary<string, IReadOnlyList<(JsonElement Json, ConnectionEnds Ends)>>(StringComparer.Ordinal);
        foreach (var (step, path) in paths.Named(steps))
        {
            if (step.Designer.IsSet())
            {
                boxes.Add(path, step.Designer);
            }

            if (BentLines(step.Json) is { Count: > 0 } lines)
            {
                bends.Add(path, lines);
            }
        }

        return boxes.Count + bends.Count == 0 ? [] : Write(definition.DefinitionId, boxes, bends);
    }

    /// <summary>The definition with the boxes and bends of a layout file, wherever it has none itself. What the file says of steps that are gone is passed over.</summary>
    /// <exception cref="DefinitionException">The layout file is not a JSON object.</exception>
    public static WorkflowDefinition Merge(WorkflowDefinition definition, ReadOnlyMemory<byte> layout)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var json = Parse(layout);
        var merge = new LayoutMerge(new StepPaths(Drawing.Read(definition.Root, opensPlaceholders: false)), json.Member("activities"), json.Member("connections"));
        return definition with { Root = JsonValues.Write((merge, definition.Root), static (writer, state) => state.merge.WriteStep(state.Root, StepPaths.Root, writer)) };
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> layout)
    {
        try
        {
            var json = JsonValues.Parse(layout.Span);
            return json.ValueKind == JsonValueKind.Object ? json : throw DefinitionReader.Wrong("", "a layout file (a JSON object)", "un fichier de disposition (un objet JSON)", json);
        }
        catch (JsonException error)
        {
            throw new DefinitionException("", $"A layout file is one JSON object, but this is not JSON: {error.Message}", $"Un fichier de disposition est un objet JSON, mais ceci n'est pas du JSON : {error.Message}");
        }
    }

    private static byte[] Write(string definitionId, SortedDictionary<string, JsonElement> boxes, SortedDictionary<string, IReadOnlyList<(JsonElement Json, ConnectionEnds Ends)>> bends)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Writing);
        writer.WriteStartObject();
        writer.WriteString("definitionId", definitionId);
        writer.WriteStartObject("activities");
        foreach (var (path, box) in boxes)
        {
            writer.WritePropertyName(path);
            OrderedJson.Write(box, writer);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("connections");
        foreach (var (path, lines) in bends)
        {
            writer.WriteStartArray(path);
            foreach (var (json, ends) in lines)
            {
                writer.WriteStartObject();
                writer.WriteString("source", ends.Source);
                writer.WriteString("port", ends.SourcePort);
                writer.WriteString("target", ends.Target);
                writer.WriteString("targetPort", ends.TargetPort);
                writer.WritePropertyName("vertices");
                OrderedJson.Write(FlowOrder.BendsOf(json), writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    // One line between the same ends twice is one line, with the bends of the first.
    private static List<(JsonElement Json, ConnectionEnds Ends)> BentLines(JsonElement flowchart) => FlowOrder.EndsOf(flowchart)
        .Where(connection => connection.Ends is not null && FlowOrder.BendsOf(connection.Json).IsSet())
        .Select(connection => (connection.Json, Ends: connection.Ends!.Value)) // not null, as asked above
        .DistinctBy(connection => connection.Ends)
        .OrderBy(connection => connection.Ends.Source, StringComparer.Ordinal).ThenBy(connection => connection.Ends.SourcePort, StringComparer.Ordinal)
        .ThenBy(connection => connection.Ends.Target, StringComparer.Ordinal).ThenBy(connection => connection.Ends.TargetPort, StringComparer.Ordinal)
        .ToList();
}
