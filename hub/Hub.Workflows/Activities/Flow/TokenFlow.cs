using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>Token mode (contract §4.2): outcomes travel as tokens, and each target's merge mode says which of them it needs.</summary>
internal static class TokenFlow
{
    /// <summary>Goes on after a member has completed.</summary>
    public static void Continue(in FlowRun flow, int completed, ActivityContext child, IReadOnlyList<string> outcomes)
    {
        var tokens = flow.State.Tokens;
        var active = new List<int>();
        foreach (var link in flow.Plan.Outbound[completed])
        {
            if (outcomes.Contains(flow.Plan.Links[link].Port))
            {
                active.Add(link);
                tokens.Add(TokenOf(flow.Plan.Links[link]));
            }
        }

        foreach (var token in tokens)
        {
            token.Consumed |= token.To == completed && token.IsFree;
        }

        foreach (var link in active)
        {
            Arrive(flow, link, completed, child);
        }

        if (!flow.HasPendingWork && flow.Context.FaultedChildren == 0 && !tokens.Exists(token => token.IsFree))
        {
            tokens.Clear();
            flow.Context.Complete();
        }

        tokens.RemoveAll(token => token.To == completed && token.Consumed);
    }

    /// <summary>Goes on after a member was cancelled: no token comes from it or goes to it any more.</summary>
    public static void Drop(in FlowRun flow, int canceled)
    {
        flow.State.Tokens.RemoveAll(token => token.From == canceled || token.To == canceled);
        flow.CompleteIfIdle();
    }

    private static void Arrive(in FlowRun flow, int link, int completed, ActivityContext child)
    {
        var tokens = flow.State.Tokens;
        var (source, outcome, target) = flow.Plan.Links[link];
        var plan = flow.Plan;
        var forward = flow.Graph.ForwardInbound[target];
        switch (MergeModeOf(flow, target))
        {
            case MergeMode.Merge:
                if (forward.Length <= 1 || HasTokenOnEach(tokens, plan, forward))
                {
                    flow.Schedule(target, child);
                }

                break;
            case MergeMode.Converge:
                if (plan.Inbound[target].Length <= 1 || HasTokenOnEach(tokens, plan, plan.Inbound[target]))
                {
                    flow.Schedule(target, child);
                }

                break;
            case var mode and (MergeMode.Cascade or MergeMode.Race):
                if (mode == MergeMode.Race)
                {
                    flow.CancelAncestorsOf(target);
                }

                var block = tokens.Find(token => token.Blocked && token.From == source && token.Outcome == outcome && token.To == target && !token.Consumed);
                if (block is not null)
                {
                    // This branch was passed by when another came first.
                    block.Consumed = true;
                    break;
                }

                flow.Schedule(target, child);
                foreach (var other in forward)
                {
                    if (plan.Links[other].Source != completed)
                    {
                        var blocked = TokenOf(plan.Links[other]);
                        blocked.Blocked = true;
                        tokens.Add(blocked);
                    }
                }

                break;
            default:
                // Stream: go on, unless a branch further up is still on its way here.
                if (!Array.Exists(forward, inbound => tokens.Exists(token => token.IsFree && token.To == plan.Links[inbound].Source)))
                {
                    flow.Schedule(target, child);
                }

                break;
        }
    }

    private static bool HasTokenOnEach(List<FlowState.Token> tokens, FlowPlan plan, int[] links) =>
        Array.TrueForAll(links, link => tokens.Exists(token => token.IsFree && token.From == plan.Links[link].Source && token.Outcome == plan.Links[link].Port && token.To == plan.Links[link].Target));

    private static FlowState.Token TokenOf(FlowPlan.Link link) => new(link.Source, link.Port, link.Target);

    private static MergeMode MergeModeOf(in FlowRun flow, int target) => flow.JoinModeOf(target) switch
    {
        JoinMode.WaitAny => MergeMode.Race,
        null => Enum.TryParse<MergeMode>(flow.Plan.Members[target].CustomProperties.Member("mergeMode").AsText(), ignoreCase: true, out var mode) ? mode : MergeMode.Stream,
        _ => MergeMode.Merge,
    };

    private enum MergeMode
    {
        Stream,
        Merge,
        Converge,
        Cascade,
        Race,
    }
}
