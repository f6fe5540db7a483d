using System.Text.Json;
using Hub.Workflows.Activities;

namespace Hub.Workflows.Comparison;

/// <summary>One connection of a flowchart, in either of the forms that files hold (contract §4).</summary>
internal sealed record DrawnConnection(DrawnActivity Flowchart, DrawnActivity? Source, string SourceId, string Port, DrawnActivity? Target, string TargetId, string TargetPort, JsonElement Vertices)
{
    public string SourceLabel => Source?.Label ?? SourceId;

    public string TargetLabel => Target?.Label ?? TargetId;

    /// <summary>The connections of all flowcharts, in their order; those without two ends are left out.</summary>
    public static IEnumerable<DrawnConnection> Read(IEnumerable<DrawnActivity> activities)
    {
        foreach (var flowchart in activities.Where(activity => activity.IsFlowchart))
        {
            var byId = new Dictionary<string, DrawnActivity>(StringComparer.Ordinal);
            foreach (var child in flowchart.Children)
            {
                byId.TryAdd(child.Id, child);
            }

            var connections = flowchart.Json.Member("connections");
            foreach (var json in connections.ValueKind == JsonValueKind.Array ? connections.EnumerateArray() : default)
            {
                if (ConnectionEnds.Read(json) is { } ends)
                {
                    yield return new DrawnConnection(
                        flowchart, byId.GetValueOrDefault(ends.Source), ends.Source, ends.SourcePort, byId.GetValueOrDefault(ends.Target), ends.Target, ends.TargetPort, VerticesOf(json));
                }
            }
        }
    }

    /// <summary>What makes it one and the same connection in both definitions: its ends by the earlier one's steps, wherever there are such.</summary>
    public (object Flowchart, object Source, string Port, object Target, string TargetPort) Seen(bool isLater) =>
        (Known(Flowchart, "", isLater), Known(Source, SourceId, isLater), Port, Known(Target, TargetId, isLater), TargetPort);

    private static object Known(DrawnActivity? activity, string id, bool isLater) => activity is null ? id : isLater ? activity.Match ?? activity : activity;

    // No bends are written as an empty array or not at all.
    private static JsonElement VerticesOf(JsonElement json) => json.Member("vertices") is { ValueKind: JsonValueKind.Array } vertices && vertices.GetArrayLength() > 0 ? vertices : default;
}

/// <summary>The two ends of a connection.</summary>
internal readonly record struct ConnectionEnds(string Source, string SourcePort, string Target, string TargetPort)
{
    /// <summary>The ends of a connection's JSON; null when it lacks one.</summary>
    public static ConnectionEnds? Read(JsonElement connection)
    {
        var (source, sourcePort) = End(connection, "source", "sourcePort");
        var (target, targetPort) = End(connection, "target", "targetPort");
        return source is null || target is null ? null : new(source, sourcePort is { Length: > 0 } ? sourcePort : Outcome.Done, target, targetPort is { Length: > 0 } ? targetPort : "In");
    }

    private static (string? Activity, string? Port) End(JsonElement connection, string name, string legacyPort)
    {
        var end = connection.Member(name);
        return end.ValueKind == JsonValueKind.String
            ? (end.GetString(), connection.Member(legacyPort).AsText())
            : (end.Member("activity").AsText(), end.Member("port").AsText());
    }
}
