using System.Text.Json;

namespace Hub.Workflows.Definitions;

/// <summary>One version of an Elsa 3 workflow definition, read from its JSON and written back without losing a member.</summary>
/// <remarks>
/// Immutable; a new version is made with <c>with</c>. What the hub does not know at the top level is kept in <see cref="OtherMembers"/>,
/// and everything under <see cref="Root"/> is kept as it came.
/// </remarks>
public sealed record WorkflowDefinition
{
    /// <summary>Identifier of this version; empty when the JSON has none (a new definition).</summary>
    public string Id { get; init; } = "";

    /// <summary>Identifier shared by all versions; empty when the JSON has none.</summary>
    public string DefinitionId { get; init; } = "";

    /// <summary>Elsa's tenant, kept for round trips.</summary>
    public string? TenantId { get; init; }

    /// <summary>Name, trimmed.</summary>
    public string? Name { get; init; }

    /// <summary>Description, trimmed.</summary>
    public string? Description { get; init; }

    /// <summary>When this version was created; null when the JSON does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Number of the version, from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Version of the tool that wrote it, two to four dotted integers.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>Variables of the whole workflow.</summary>
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>Inputs that the workflow declares.</summary>
    public IReadOnlyList<ArgumentDefinition> Inputs { get; init; } = [];

    /// <summary>Outputs that the workflow declares.</summary>
    public IReadOnlyList<ArgumentDefinition> Outputs { get; init; } = [];

    /// <summary>Outcomes it offers when used as an activity.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>Open bag of properties; an empty object when absent.</summary>
    public JsonElement CustomProperties { get; init; } = JsonValues.EmptyObject;

    /// <summary>Whether the designer may not change it.</summary>
    public bool IsReadonly { get; init; }

    /// <summary>Whether it belongs to the system.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Whether this is the newest version.</summary>
    public bool IsLatest { get; init; }

    /// <summary>Whether this is the published version.</summary>
    public bool IsPublished { get; init; }

    /// <summary>How it is started, offered and supervised.</summary>
    public DefinitionOptions Options { get; init; } = new();

    /// <summary>The root activity as it came.</summary>
    public required JsonElement Root { get; init; }

    /// <summary>Top-level members that this type does not know, as they came; the variables, inputs and outputs as they came are kept too.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> OtherMembers { get; init; } = [];

    /// <summary>The flowchart of a definition that has no step yet.</summary>
    public static JsonElement EmptyRoot(string activityId) => JsonValues.Write(activityId, static (writer, id) =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("type", "Elsa.Flowchart");
        writer.WriteNumber("version", 1);
        writer.WriteStartObject("customProperties");
        writer.WriteEndObject();
        writer.WriteStartObject("metadata");
        writer.WriteEndObject();
        writer.WriteStartArray("activities");
        writer.WriteEndArray();
        writer.WriteStartArray("connections");
        writer.WriteEndArray();
        writer.WriteStartArray("variables");
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Reads a definition as Elsa Studio or Elsa's API writes it.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <exception cref="DefinitionException">It is not JSON, has no root, or a member has the wrong type.</exception>
    public static WorkflowDefinition Parse(ReadOnlyMemory<byte> json) => DefinitionReader.Read(json.Span);

    /// <summary>Reads a definition from a JSON value already at hand.</summary>
    /// <exception cref="DefinitionException">It has no root, or a member has the wrong type.</exception>
    public static WorkflowDefinition From(JsonElement json) => DefinitionReader.Read(json);

    /// <summary>The definition as UTF-8 JSON, in Elsa's member order.</summary>
    public byte[] ToJson() => JsonValues.WriteBytes(this, static (writer, definition) => definition.WriteTo(writer));

    /// <summary>Writes the definition as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer) => DefinitionWriter.Write(this, writer);
}
