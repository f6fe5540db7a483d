using System.Text.Json;
using Hub.Workflows.Comparison;

namespace Hub.Workflows.Files;

/// <summary>The order of a flowchart's steps and connections in a file: one that does not change what runs.</summary>
internal static class FlowOrder
{
    /// <summary>A container's steps: of a flowchart the one that it begins with, then by id; of any other container as they are.</summary>
    /// <param name="hasEveryId">Whether every step of the definition has an id; ids that are made up depend on the order.</param>
    public static IReadOnlyList<JsonElement> Of(JsonElement container, JsonElement activities, bool hasEveryId)
    {
        var given = activities.EnumerateArray().ToList();
        if (!IsFlowchart(container) || !hasEveryId || given.Exists(item => item.ValueKind != JsonValueKind.Object) || HasNameTwice(given) || HasIdTwice(given))
        {
            return given;
        }

        var start = StartOf(given, EndsOf(container));
        return [.. given.OrderBy(item => start is not { } first || IdOf(item) != IdOf(first)).ThenBy(IdOf, StringComparer.Ordinal)];
    }

    /// <summary>A flowchart's connections by the ids of their sources; those of one source stay in their order. Each is written in Elsa's newer form.</summary>
    public static void WriteConnections(JsonElement container, bool keepsBends, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var (json, ends) in EndsOf(container).OrderBy(connection => connection.Ends?.Source ?? "", StringComparer.Ordinal))
        {
            if (ends is { } known)
            {
                WriteConnection(json, known, keepsBends, writer);
            }
            else
            {
                OrderedJson.Write(json, writer);
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>The connections of a container as they stand; the ends are null where a connection lacks one.</summary>
    public static IEnumerable<(JsonElement Json, ConnectionEnds? Ends)> EndsOf(JsonElement container) =>
        container.Member("connections") is { ValueKind: JsonValueKind.Array } connections ? connections.EnumerateArray().Select(json => (json, ConnectionEnds.Read(json))) : [];

    /// <summary>The bends of a connection; not set when it has none.</summary>
    public static JsonElement BendsOf(JsonElement connection) =>
        connection.Member("vertices") is { ValueKind: JsonValueKind.Array } vertices && vertices.GetArrayLength() > 0 ? vertices : default;

    private static void WriteConnection(JsonElement json, ConnectionEnds ends, bool keepsBends, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteEnd("source", ends.Source, ends.SourcePort, writer);
        WriteEnd("target", ends.Target, ends.TargetPort, writer);
        if (keepsBends && BendsOf(json) is var bends && bends.IsSet())
        {
            writer.WritePropertyName("vertices");
            OrderedJson.Write(bends, writer);
        }

        foreach (var member in OrderedJson.Members(json, []).Where(member => member.Name.ToUpperInvariant() is not ("SOURCE" or "TARGET" or "SOURCEPORT" or "TARGETPORT" or "VERTICES")))
        {
            writer.WritePropertyName(member.Name);
            OrderedJson.Write(member.Value, writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteEnd(string name, string activity, string port, Utf8JsonWriter writer)
    {
        writer.WriteStartObject(name);
        writer.WriteString("activity", activity);
        writer.WriteString("port", port);
        writer.WriteEndObject();
    }

    // As a run finds it (contract §4); with that one first, it is found again.
    private static JsonElement? StartOf(List<JsonElement> activities, IEnumerable<(JsonElement Json, ConnectionEnds? Ends)> connections)
    {
        var ids = activities.Select(IdOf).ToHashSet(StringComparer.Ordinal);
        var entered = connections.Where(connection => connection.Ends is { } ends && ids.Contains(ends.Source)).Select(connection => connection.Ends!.Value.Target).ToHashSet(StringComparer.Ordinal);
        var choice = activities.FindIndex(item => item.Member("type").AsText() == "Elsa.Start");
        choice = choice >= 0 ? choice : activities.FindIndex(CanStart);
        choice = choice >= 0 ? choice : activities.FindIndex(item => !entered.Contains(IdOf(item)));
        return activities.Count == 0 ? null : activities[Math.Max(0, choice)];
    }

    private static bool CanStart(JsonElement activity) =>
        (activity.Member("customProperties").Member("canStartWorkflow") is var own && own.IsSet() ? own : activity.Member("canStartWorkflow")).ValueKind == JsonValueKind.True;

    // Scripts find a step by its name: the first one of that name.
    private static bool HasNameTwice(List<JsonElement> activities)
    {
        var names = activities.Select(item => item.Member("name").AsText()).Where(name => !string.IsNullOrEmpty(name)).ToList();
        return names.Distinct(StringComparer.Ordinal).Count() < names.Count;
    }

    private static bool HasIdTwice(List<JsonElement> activities) => activities.Select(IdOf).Distinct(StringComparer.Ordinal).Count() < activities.Count;

    private static bool IsFlowchart(JsonElement container) => container.Member("type").AsText() == "Elsa.Flowchart";

    private static string IdOf(JsonElement activity) => activity.Member("id").AsText() ?? "";
}
