using System.Text.Json;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Activities.Flow;

/// <summary>A flowchart's members and connections by number, as its JSON gives them. What depends on where a run starts is in <see cref="FlowGraph"/>.</summary>
internal sealed class FlowPlan
{
    private FlowPlan(GraphNode[] members, Link[] links, IReadOnlyList<JsonElement> sources, IReadOnlyList<JsonElement> dangling)
    {
        Members = members;
        Sources = sources;
        Dangling = dangling;
        Links = links;
        _numbers = new Dictionary<GraphNode, int>(members.Length);
        for (var member = 0; member < members.Length; member++)
        {
            _numbers.Add(members[member], member);
        }

        Outbound = Group(members.Length, links, static link => link.Source);
        Inbound = Group(members.Length, links, static link => link.Target);
    }

    public GraphNode[] Members { get; }

    public Link[] Links { get; }

    /// <summary>The JSON of each link, for what the engine does not read (vertices).</summary>
    public IReadOnlyList<JsonElement> Sources { get; }

    /// <summary>Connections that lead from or to an activity that is not there.</summary>
    public IReadOnlyList<JsonElement> Dangling { get; }

    /// <summary>Numbers of the links that leave each member, in the order of the definition.</summary>
    public int[][] Outbound { get; }

    /// <summary>Numbers of the links that enter each member.</summary>
    public int[][] Inbound { get; }

    /// <summary>The member that a step is, or -1.</summary>
    public int MemberOf(GraphNode node) => _numbers.GetValueOrDefault(node, -1);

    private readonly Dictionary<GraphNode, int> _numbers;

    /// <summary>Reads the connections in both forms that files hold (contract §4); those to missing activities are dropped with a warning.</summary>
    public static FlowPlan Read(NodeCompilation compilation)
    {
        var members = compilation.Ports("Activities").OfType<GraphNode>().ToArray();
        var byId = new Dictionary<string, int>(members.Length, StringComparer.Ordinal);
        for (var i = 0; i < members.Length; i++)
        {
            byId[members[i].Id] = i;
        }

        var links = new List<Link>();
        var sources = new List<JsonElement>();
        var dangling = new List<JsonElement>();
        var seen = new HashSet<Link>();
        foreach (var connection in DefinitionReader.Items(compilation.Member("connections"), $"{compilation.Node.Place}/connections"))
        {
            var (source, port) = End(connection, "source", "sourcePort");
            var (target, _) = End(connection, "target", "targetPort");
            if (source is null || target is null || !byId.TryGetValue(source, out var from) || !byId.TryGetValue(target, out var to))
            {
                dangling.Add(connection);
                compilation.Warn("dangling-connection", (
                    $"A connection from {source ?? "?"} to {target ?? "?"} leads from or to an activity that is not there; it is left out.",
                    $"Une connexion de {source ?? "?"} vers {target ?? "?"} part d'une activité absente ou y mène ; elle est ignorée."));
                continue;
            }

            // No port means the default outcome.
            var link = new Link(from, string.IsNullOrEmpty(port) ? Outcome.Done : port, to);
            if (seen.Add(link))
            {
                links.Add(link);
                sources.Add(connection);
            }
        }

        return new FlowPlan(members, [.. links], sources, dangling);
    }

    /// <summary>Where a run begins when no trigger says otherwise (contract §4); -1 when there is no member.</summary>
    public int DefaultStart()
    {
        var start = Array.FindIndex(Members, member => member.Descriptor.IsStart);
        if (start < 0)
        {
            start = Array.FindIndex(Members, member => member.CanStartWorkflow);
        }

        for (var member = 0; start < 0 && member < Members.Length; member++)
        {
            start = Inbound[member].Length == 0 ? member : -1;
        }

        return start < 0 && Members.Length > 0 ? 0 : start;
    }

    private static int[][] Group(int members, Link[] links, Func<Link, int> end)
    {
        var groups = new List<int>[members];
        for (var link = 0; link < links.Length; link++)
        {
            (groups[end(links[link])] ??= []).Add(link);
        }

        return Array.ConvertAll(groups, group => group is null ? [] : group.ToArray());
    }

    private static (string? Activity, string? Port) End(JsonElement connection, string name, string legacyPort)
    {
        var end = connection.Member(name);
        return end.ValueKind == JsonValueKind.String
            ? (end.GetString(), connection.Member(legacyPort).AsText())
            : (end.Member("activity").AsText(), end.Member("port").AsText());
    }

    /// <summary>A connection: from a member's outcome to a member.</summary>
    public readonly record struct Link(int Source, string Port, int Target);
}
