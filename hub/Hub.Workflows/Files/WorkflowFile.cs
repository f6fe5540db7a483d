using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Workflows.Comparison;
using Hub.Workflows.Definitions;

namespace Hub.Workflows.Files;

/// <summary>
/// A definition as a file that is kept under version control: the same workflow always gives the same bytes, whoever saved it and in
/// whatever order its members came.
/// </summary>
/// <remarks>
/// Elsa's members come first, in Elsa's order; others by name. Left out are what the store decides (id of the version, its number, dates,
/// state), what is computed anew (node ids), and members that are null. In a flowchart the step that it begins with comes first, the others
/// by id; connections stand by their source. The order in which connections leave one step is the order in which they are taken: it stays.
/// Steps keep their order where one has no id, or two of a flowchart have one name: there the order itself has a meaning.
/// What stands inside an expression is never touched. The layout is in <see cref="LayoutFile"/>, unless the whole is wanted in one.
/// </remarks>
public static class WorkflowFile
{
    private const string SchemaUri = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    private static readonly JsonWriterOptions Writing = new()
    {
        MaxDepth = JsonValues.MaxDepth + 16, Indented = true, NewLine = "\n", SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Known to the store or to an answer of Elsa's API only.
    private static readonly HashSet<string> NotKept = new(StringComparer.OrdinalIgnoreCase)
    {
        "$schema", "id", "tenantId", "version", "createdAt", "isLatest", "isPublished",
        "links", "providerName", "materializerName", "materializerContext", "stringData", "validationErrors", "usableAsActivity",
    };

    private static readonly string[] Known =
    [
        "definitionId", "name", "description", "toolVersion", "variables", "inputs", "outputs", "outcomes", "customProperties", "isReadonly", "isSystem", "options", "root",
    ];

    /// <summary>Writes a definition: UTF-8 without a mark, two spaces, line feeds, one at the end.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="withLayout">Whether positions, sizes and bends are written too, for Elsa's Studio; otherwise they belong in a <see cref="LayoutFile"/>.</param>
    /// <exception cref="InsufficientExecutionStackException">It nests deeper than the thread's stack allows (thousands of levels).</exception>
    public static byte[] Write(WorkflowDefinition definition, bool withLayout = false)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var json = JsonValues.Parse(definition.ToJson());
        var steps = new StepWriter(new StepPaths(Drawing.Read(definition.Root, opensPlaceholders: false)), withLayout);
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Writing);
        writer.WriteStartObject();
        writer.WriteString("$schema", SchemaUri);
        foreach (var name in Known)
        {
            if (json.Member(name) is var value && !value.IsNothing())
            {
                writer.WritePropertyName(name);
                WriteMember(name, value, steps, writer);
            }
        }

        foreach (var member in json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            if (!NotKept.Contains(member.Name) && !Known.Contains(member.Name, StringComparer.OrdinalIgnoreCase) && !member.Value.IsNothing())
            {
                writer.WritePropertyName(member.Name);
                OrderedJson.Write(member.Value, writer);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads a workflow file with the layout beside it, or a definition as Elsa's Studio exports it.</summary>
    /// <param name="workflow">The workflow file.</param>
    /// <param name="layout">The layout file; empty when there is none.</param>
    /// <exception cref="DefinitionException">One of them cannot be read.</exception>
    public static WorkflowDefinition Read(ReadOnlyMemory<byte> workflow, ReadOnlyMemory<byte> layout)
    {
        var definition = WorkflowDefinition.Parse(workflow);
        definition = definition with { OtherMembers = [.. definition.OtherMembers.Where(member => !NotKept.Contains(member.Key))] };
        return layout.IsEmpty ? definition : LayoutFile.Merge(definition, layout);
    }

    private static void WriteMember(string name, JsonElement value, StepWriter steps, Utf8JsonWriter writer)
    {
        switch (name)
        {
            case "root":
                steps.Write(value, writer);
                break;
            case "variables":
                OrderedJson.WriteVariables(value, writer);
                break;
            case "inputs" or "outputs":
                OrderedJson.Write(value, writer, OrderedJson.ArgumentMembers);
                break;
            case "options":
                OrderedJson.Write(value, writer, OrderedJson.OptionMembers);
                break;
            default:
                OrderedJson.Write(value, writer);
                break;
        }
    }
}
