using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>The members of a flowchart in an order that can be read: what leads to a step is told before it, a branch is told to its end before the next begins.</summary>
/// <remarks>
/// 1. Connections are read as the engine reads them (contract §4): both forms, exact duplicates once, what leads nowhere left out.
/// 2. From where a run may begin, depth first; the steps in the reverse of the order in which they are left are in topological order of
/// all connections but those that lead back to a step that is still open: these make the loops. 3. What was not reached comes after.
/// </remarks>
internal sealed class ReadingOrder
{
    private readonly GraphNode[] members;
    private readonly List<Link>[] outbound;
    private readonly Dictionary<GraphNode, int> numbers = [];

    private ReadingOrder(GraphNode[] members, List<Link>[] outbound, int inboundless)
    {
        this.members = members;
        this.outbound = outbound;
        for (var member = 0; member < members.Length; member++)
        {
            numbers.Add(members[member], member);
        }

        // Last first: the reverse of the order of leaving then begins with the first start.
        Reached = Walk(Starts(inboundless).Reverse(), new bool[members.Length], out var seen);
        var targets = outbound.SelectMany(links => links).Select(link => link.Target).ToHashSet();
        var all = Enumerable.Range(0, members.Length).Reverse().ToArray();
        Unreached = Walk(all.Where(member => !targets.Contains(member)).Concat(all), seen, out _);
    }

    /// <summary>The steps that a run may come to, in reading order.</summary>
    public IReadOnlyList<GraphNode> Reached { get; }

    /// <summary>The others, in reading order.</summary>
    public IReadOnlyList<GraphNode> Unreached { get; }

    public static ReadingOrder Of(GraphNode flowchart)
    {
        GraphNode[] members = [.. flowchart.Children];
        var byId = new Dictionary<string, int>(members.Length, StringComparer.Ordinal);
        for (var i = 0; i < members.Length; i++)
        {
            byId[members[i].Id] = i;
        }

        var outbound = Array.ConvertAll(members, _ => new List<Link>());
        var seen = new HashSet<(int, Link)>();
        var hasInbound = new bool[members.Length];
        foreach (var connection in Items(flowchart.Json.Member("connections")))
        {
            var (source, port) = End(connection, "source", "sourcePort");
            if (source is null || !byId.TryGetValue(source, out var from) || End(connection, "target", "targetPort").Activity is not { } target || !byId.TryGetValue(target, out var to))
            {
                continue;
            }

            var link = new Link(string.IsNullOrEmpty(port) ? Outcome.Done : port, to);
            if (seen.Add((from, link)))
            {
                outbound[from].Add(link);
                hasInbound[to] = true;
            }
        }

        return new ReadingOrder(members, outbound, Array.IndexOf(hasInbound, false));
    }

    /// <summary>The connections that leave a member, in the order of the definition.</summary>
    public IEnumerable<(string Outcome, GraphNode Target)> LeavingFrom(GraphNode member) =>
        outbound[numbers[member]].Select(link => (link.Port, members[link.Target]));

    /// <summary>An array as files hold it: bare, in an envelope, or a single object.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray(),
        JsonValueKind.Object when json.Member("$values") is { ValueKind: JsonValueKind.Array } values => values.EnumerateArray(),
        JsonValueKind.Object => [json],
        _ => [],
    };

    // As the engine chooses (contract §4); every trigger may be where a run begins.
    private IEnumerable<int> Starts(int inboundless)
    {
        var start = Array.FindIndex(members, member => member.Descriptor.IsStart);
        start = start < 0 ? Array.FindIndex(members, member => member.CanStartWorkflow) : start;
        start = start < 0 ? inboundless : start;
        return (members.Length == 0 ? [] : Enumerable.Repeat(Math.Max(start, 0), 1))
            .Concat(Enumerable.Range(0, members.Length).Where(member => members[member].CanStartWorkflow));
    }

    private GraphNode[] Walk(IEnumerable<int> starts, bool[] before, out bool[] seen)
    {
        seen = [.. before];
        var left = new List<GraphNode>();
        var open = new Stack<(int Member, int Next)>();

        // The last way first, too: then each step is followed by its first way.
        foreach (var start in starts)
        {
            if (!seen[start])
            {
                seen[start] = true;
                open.Push((start, outbound[start].Count - 1));
            }

            while (open.TryPop(out var current))
            {
                if (current.Next < 0)
                {
                    left.Add(members[current.Member]);
                    continue;
                }

                open.Push(current with { Next = current.Next - 1 });
                var target = outbound[current.Member][current.Next].Target;
                if (!seen[target])
                {
                    seen[target] = true;
                    open.Push((target, outbound[target].Count - 1));
                }
            }
        }

        left.Reverse();
        return [.. left];
    }

    private static (string? Activity, string? Port) End(JsonElement connection, string name, string legacyPort)
    {
        var end = connection.Member(name);
        return end.ValueKind == JsonValueKind.String
            ? (end.GetString(), connection.Member(legacyPort).AsText())
            : (end.Member("activity").AsText(), end.Member("port").AsText());
    }

    private readonly record struct Link(string Port, int Target);
}
