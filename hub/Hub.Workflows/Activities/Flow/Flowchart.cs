using System.Text.Json;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>Activities joined by connections (contract §4). How joins decide is in <see cref="CounterFlow"/> and <see cref="TokenFlow"/>.</summary>
internal sealed class Flowchart : Activity
{
    /// <summary>The instance property (and custom property of a definition) that chooses the mode.</summary>
    public const string ExecutionModeProperty = "Flowchart:ExecutionMode";

    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Flowchart",
        Category = Categories.Flow,
        DisplayName = ("Flowchart", "Organigramme"),
        Description = ("Activities joined by connections.", "Des activités reliées par des connexions."),
        IsContainer = true,
        IsBrowsable = false,
        Ports = [new() { Name = "Activities", Kind = PortKind.EmbeddedList }],
    };

    private FlowPlan _plan = null!; // set by Compile, before any run
    private FlowGraph?[] _graphs = [];
    private int _defaultStart;

    /// <summary>Members and connections.</summary>
    public FlowPlan Plan => _plan;

    public override void Compile(NodeCompilation compilation)
    {
        _plan = FlowPlan.Read(compilation);
        _graphs = new FlowGraph[_plan.Members.Length];
        _defaultStart = _plan.DefaultStart();
        WarnAboutUnreachable(compilation);
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var start = context.Run.TriggerActivityId is { } trigger ? Array.FindIndex(_plan.Members, member => member.Id == trigger) : -1;
        start = start < 0 ? _defaultStart : start;
        if (start < 0)
        {
            context.Complete();
            return default;
        }

        context.State = new FlowState(start, IsTokenBased(context), _plan.Members.Length, _plan.Links.Length);
        context.Schedule(_plan.Members[start], "member");
        return default;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        // Both are there: a flowchart schedules members only.
        if (child.Node!.Descriptor.IsTerminal)
        {
            context.Complete();
            return default;
        }

        var flow = Open(context);
        if (flow.State.TokenBased)
        {
            TokenFlow.Continue(flow, _plan.MemberOf(child.Node), child.Context!, child.Outcomes);
        }
        else
        {
            CounterFlow.Continue(flow, _plan.MemberOf(child.Node), child.Context!, child.Outcomes);
        }

        return default;
    }

    internal override void ChildCanceled(ActivityContext context, ActivityContext child)
    {
        var flow = Open(context);
        if (flow.State.TokenBased)
        {
            TokenFlow.Drop(flow, _plan.MemberOf(child.Node));
        }
        else
        {
            CounterFlow.Skip(flow, _plan.MemberOf(child.Node), child);
        }
    }

    /// <summary>Cancels the running members from which forward connections lead to this one.</summary>
    internal void CancelAncestors(ActivityContext context, GraphNode member)
    {
        var flow = Open(context);
        if (!flow.State.TokenBased)
        {
            flow.CancelAncestorsOf(_plan.MemberOf(member));
        }
    }

    internal override bool Admit(ActivityContext context, GraphNode child)
    {
        // One that was never begun (its first member failed to begin) has no visits to count.
        context.State ??= new FlowState(_plan.MemberOf(child), IsTokenBased(context), _plan.Members.Length, _plan.Links.Length);
        context.Schedule(child, "member");
        return true;
    }

    internal override void Migrate(ActivityContext context, Activity earlier)
    {
        if (context.State is FlowState state && earlier is Flowchart before)
        {
            context.State = state.MoveTo(before._plan, _plan, _defaultStart);
        }
    }

    internal override void WriteState(object state, Utf8JsonWriter writer) => ((FlowState)state).Write(writer);

    internal override object? ReadState(JsonElement json) => FlowState.Read(json, _plan.Members.Length, _plan.Links.Length);

    private FlowRun Open(ActivityContext context)
    {
        var state = (FlowState)context.State!; // set by ExecuteAsync, before any child
        // Two threads may both make the graph of a start; they make the same.
        return new FlowRun(context, _plan, _graphs[state.Start] ??= new FlowGraph(_plan, state.Start), state);
    }

    private static bool IsTokenBased(ActivityContext context)
    {
        var mode = context.Instance.Properties.TryGetValue(ExecutionModeProperty, out var ofRun) ? ofRun.AsText() : null;
        if (mode is null or "Default")
        {
            mode = context.Run.Graph.Definition.CustomProperties.Member(ExecutionModeProperty).AsText();
        }

        return mode switch
        {
            "TokenBased" => true,
            "CounterBased" => false,
            _ => context.Run.Options.TokenBasedFlowcharts,
        };
    }

    private void WarnAboutUnreachable(NodeCompilation compilation)
    {
        if (_defaultStart < 0)
        {
            return;
        }

        var reached = new bool[_plan.Members.Length];
        var open = new Stack<int>();
        open.Push(_defaultStart);
        for (var member = 0; member < reached.Length; member++)
        {
            if (_plan.Members[member].CanStartWorkflow)
            {
                open.Push(member);
            }
        }

        while (open.TryPop(out var current))
        {
            if (reached[current])
            {
                continue;
            }

            reached[current] = true;
            foreach (var link in _plan.Outbound[current])
            {
                open.Push(_plan.Links[link].Target);
            }
        }

        for (var member = 0; member < reached.Length; member++)
        {
            if (!reached[member])
            {
                var lost = _plan.Members[member];
                compilation.Warn(
                    "unreachable-step",
                    (
                        $"No connection leads to the step {lost.Id}, so it never runs. Connect it, or remove it.",
                        $"Aucune connexion ne mène à l'étape {lost.Id} : elle ne s'exécute jamais. Reliez-la ou retirez-la."),
                    lost);
            }
        }
    }
}
