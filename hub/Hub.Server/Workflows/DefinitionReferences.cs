using System.Runtime.CompilerServices;
using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.Workflows;

/// <summary>Which definitions a definition uses as activities: found in its JSON, and moved there to another version.</summary>
internal static class DefinitionReferences
{
    private const string DefinitionMember = "workflowDefinitionId";

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = JsonValues.MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The ids of the definitions used, directly.</summary>
    public static HashSet<string> Of(ReadOnlySpan<byte> definition)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(definition, Reading);
        while (reader.Read())
        {
            // Activities that start another workflow hold the id in an expression instead: those are no part of this one.
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(DefinitionMember) && reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                used.Add(reader.GetString()!); // a string token is not null
            }
        }

        return used;
    }

    /// <summary>
    /// The definition with each activity that stands for one of the given definitions moved to that version. Null when all of them
    /// are there already. Everything else stays as it is.
    /// </summary>
    /// <param name="versions">The versions to move to, by definition.</param>
    public static WorkflowDefinition? Move(WorkflowDefinition definition, IReadOnlyDictionary<string, StoredDefinition> versions)
    {
        var moved = false;
        var root = JsonValues.Write(definition.Root, (writer, json) => Copy(json, writer, versions, ref moved));
        return moved ? definition with { Root = root } : null;
    }

    private static void Copy(JsonElement value, Utf8JsonWriter writer, IReadOnlyDictionary<string, StoredDefinition> versions, ref bool moved)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Copy(item, writer, versions, ref moved);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                var target = value.Member(DefinitionMember) is { ValueKind: JsonValueKind.String } named && versions.TryGetValue(named.GetString()!, out var found)
                    && value.Member("workflowDefinitionVersionId").AsText() != found.VersionId ? found : null;
                moved |= target is not null;
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    if (target is null || !IsReplaced(member.Name))
                    {
                        writer.WritePropertyName(member.Name);
                        Copy(member.Value, writer, versions, ref moved);
                    }
                }

                if (target is not null)
                {
                    writer.WriteNumber("version", target.Version);
                    writer.WriteString("workflowDefinitionVersionId", target.VersionId);
                    writer.WriteNumber("latestAvailablePublishedVersion", target.Version);
                    writer.WriteString("latestAvailablePublishedVersionId", target.VersionId);
                }

                writer.WriteEndObject();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static bool IsReplaced(string name) =>
        Is(name, "version") || Is(name, "workflowDefinitionVersionId") || Is(name, "latestAvailablePublishedVersion") || Is(name, "latestAvailablePublishedVersionId");

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
