namespace Hub.Workflows.Activities.Flow;

/// <summary>A flowchart seen from the member where a run starts: which connections lead forward, which lead back into a loop.</summary>
internal sealed class FlowGraph
{
    private readonly FlowPlan _plan;
    private readonly int _start;
    private readonly bool[] _forward;
    private readonly sbyte[] _backwardIsValid;
    private readonly bool[]?[] _ancestors;

    public FlowGraph(FlowPlan plan, int start)
    {
        _plan = plan;
        _start = start;
        _forward = FindForward(plan, start);
        _backwardIsValid = new sbyte[plan.Links.Length];
        _ancestors = new bool[plan.Members.Length][];
        ForwardInbound = new int[plan.Members.Length][];
        for (var member = 0; member < ForwardInbound.Length; member++)
        {
            ForwardInbound[member] = Array.FindAll(plan.Inbound[member], link => _forward[link]);
        }
    }

    /// <summary>Numbers of the forward connections that enter each member.</summary>
    public int[][] ForwardInbound { get; }

    public bool IsForward(int link) => _forward[link];

    public bool IsReachable(int member) => member == _start || ForwardInbound[member].Length > 0;

    /// <summary>A way back is valid if every forward path from the start to its source passes through its target: else it does not close a loop.</summary>
    public bool IsValidBackward(int link)
    {
        // Racing threads compute the same answer.
        if (_backwardIsValid[link] == 0)
        {
            var (source, _, target) = _plan.Links[link];
            _backwardIsValid[link] = source == target || !ReachesWithout(source, target) ? (sbyte)1 : (sbyte)-1;
        }

        return _backwardIsValid[link] > 0;
    }

    /// <summary>For each member, whether forward connections lead from it to <paramref name="member"/>.</summary>
    public bool[] AncestorsOf(int member)
    {
        if (_ancestors[member] is { } known)
        {
            return known;
        }

        var ancestors = new bool[_plan.Members.Length];
        var open = new Stack<int>();
        open.Push(member);
        while (open.TryPop(out var current))
        {
            foreach (var link in ForwardInbound[current])
            {
                var source = _plan.Links[link].Source;
                if (!ancestors[source])
                {
                    ancestors[source] = true;
                    open.Push(source);
                }
            }
        }

        _ancestors[member] = ancestors;
        return ancestors;
    }

    private bool ReachesWithout(int goal, int avoided)
    {
        if (_start == avoided)
        {
            return false;
        }

        var seen = new bool[_plan.Members.Length];
        var open = new Stack<int>();
        open.Push(_start);
        seen[_start] = true;
        while (open.TryPop(out var current))
        {
            if (current == goal)
            {
                return true;
            }

            foreach (var link in _plan.Outbound[current])
            {
                var next = _plan.Links[link].Target;
                if (_forward[link] && next != avoided && !seen[next])
                {
                    seen[next] = true;
                    open.Push(next);
                }
            }
        }

        return false;
    }

    // Breadth first from the start; an edge is taken unless the edges taken so far already lead back along it (contract §4.1).
    private static bool[] FindForward(FlowPlan plan, int start)
    {
        var forward = new bool[plan.Links.Length];
        if (start < 0)
        {
            return forward;
        }

        var accepted = new List<int>[plan.Members.Length];
        var visited = new bool[plan.Members.Length];
        var marks = new int[plan.Members.Length];
        var search = new Stack<int>();
        var mark = 0;
        var queue = new Queue<int>();
        queue.Enqueue(start);
        while (queue.TryDequeue(out var source))
        {
            if (visited[source])
            {
                continue;
            }

            visited[source] = true;
            foreach (var link in plan.Outbound[source])
            {
                var target = plan.Links[link].Target;
                var ways = accepted[source] ??= [];
                if (ways.Contains(target))
                {
                    forward[link] = true;
                    continue;
                }

                if (LeadsTo(target, source, ++mark))
                {
                    continue;
                }

                ways.Add(target);
                forward[link] = true;
                if (!visited[target])
                {
                    queue.Enqueue(target);
                }
            }
        }

        return forward;

        bool LeadsTo(int from, int to, int stamp)
        {
            search.Clear();
            search.Push(from);
            while (search.TryPop(out var current))
            {
                if (current == to)
                {
                    return true;
                }

                if (marks[current] == stamp || accepted[current] is null)
                {
                    continue;
                }

                marks[current] = stamp;
                foreach (var next in accepted[current])
                {
                    search.Push(next);
                }
            }

            return false;
        }
    }
}
