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
        if (Mentions(definition))
        {
            Collect(JsonValues.Parse(definition).Member("root"), used);
        }

        return used;
    }

    // Most definitions use no other: only those that might are read whole.
    private static bool Mentions(ReadOnlySpan<byte> definition)
    {
        var reader = new Utf8JsonReader(definition, Reading);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(DefinitionMember) && reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                return true;
            }
        }

        return false;
    }

    private static void Collect(JsonElement value, HashSet<string> used)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Collect(item, used);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            if (UsedBy(value) is { } id)
            {
                used.Add(id);
            }

            foreach (var member in value.EnumerateObject())
            {
                Collect(member.Value, used);
            }
        }
    }

    // The type of a definition's activity is its name without points. One with points is an activity of Elsa that starts another
    // workflow: that one is no part of this.
    private static string? UsedBy(JsonElement activity) =>
        activity.Member(DefinitionMember) is { ValueKind: JsonValueKind.String } named && activity.Member("type").AsText() is { } type && !type.Contains('.', StringComparison.Ordinal)
            ? named.GetString()
            : null;

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
                var target = UsedBy(value) is { } used && versions.TryGetValue(used, out var found)
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
