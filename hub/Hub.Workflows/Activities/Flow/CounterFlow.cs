using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>Counter mode (contract §4.1): a join knows from visit counts whether each branch has come, will come, or was passed by.</summary>
internal static class CounterFlow
{
    /// <summary>Goes on after a member has completed.</summary>
    public static void Continue(in FlowRun flow, int member, ActivityContext child, IReadOnlyList<string> outcomes)
    {
        if (!Follow(flow, member, child, outcomes, child.ByBackwardConnection))
        {
            flow.CompleteIfIdle();
        }
    }

    /// <summary>Goes on after a member was cancelled: its connections count as visited and not followed.</summary>
    public static void Skip(in FlowRun flow, int member, ActivityContext child)
    {
        flow.CompleteIfIdle();
        if (flow.Context.Status == ActivityStatus.Running && flow.Graph.IsReachable(member))
        {
            Follow(flow, member, child, Outcome.None, byBackward: false);
        }
    }

    // Depth first over skipped members, with a stack of (member, next connection) instead of calls.
    private static bool Follow(in FlowRun flow, int first, ActivityContext child, IReadOnlyList<string> outcomes, bool byBackward)
    {
        if (!flow.Graph.IsReachable(first))
        {
            throw new ActivityFaultException($"The activity {flow.Plan.Members[first].Id} cannot be reached from the start of its flowchart, so what follows it cannot run.");
        }

        if (!byBackward)
        {
            flow.State.VisitMember(first);
        }

        var scheduled = false;
        var outbound = flow.Plan.Outbound[first];
        Stack<(int Member, int Next)>? skipped = null;
        for (var i = 0; i < outbound.Length; i++)
        {
            scheduled |= Visit(flow, outbound[i], Contains(outcomes, flow.Plan.Links[outbound[i]].Port), child, ref skipped);
            while (skipped is { Count: > 0 })
            {
                var (member, next) = skipped.Pop();
                var links = flow.Plan.Outbound[member];
                if (next < links.Length)
                {
                    skipped.Push((member, next + 1));
                    scheduled |= Visit(flow, links[next], followed: false, child, ref skipped);
                }
            }
        }

        return scheduled;
    }

    private static bool Visit(in FlowRun flow, int link, bool followed, ActivityContext child, ref Stack<(int Member, int Next)>? skipped)
    {
        flow.State.VisitLink(link, followed);
        var target = flow.Plan.Links[link].Target;
        if (!flow.Graph.IsForward(link))
        {
            if (!followed)
            {
                return false;
            }

            if (!flow.Graph.IsValidBackward(link))
            {
                throw new ActivityFaultException($"The connection from {flow.Plan.Members[flow.Plan.Links[link].Source].Id} back to {flow.Plan.Members[target].Id} "
                    + "does not close a loop: the flow can come here without passing there. Let every way to the first activity pass through the second.");
            }

            flow.Schedule(target, child, byBackwardConnection: true);
            return true;
        }

        switch (Decide(flow, link, target))
        {
            case Decision.Schedule:
                flow.Schedule(target, child);
                return true;
            case Decision.ScheduleAndCancelOthers:
                flow.Schedule(target, child);
                flow.CancelAncestorsOf(target);
                return true;
            case Decision.Skip:
                flow.State.VisitMember(target);
                (skipped ??= new Stack<(int, int)>()).Push((target, 0));
                return false;
            default:
                return false;
        }
    }

    private static Decision Decide(in FlowRun flow, int link, int target)
    {
        var inbound = flow.Graph.ForwardInbound[target];
        switch (flow.JoinModeOf(target))
        {
            case JoinMode.WaitAll:
                return !flow.State.AllVisited(inbound, target) ? Decision.Wait
                    : flow.State.AllFollowed(inbound, target) ? Decision.Schedule
                    : Decision.Skip;
            case JoinMode.WaitAny:
                if (flow.State.IsStale(link, target) || flow.Context.Run.Queue.Holds(flow.Context, flow.Plan.Members[target]))
                {
                    return Decision.Wait;
                }

                return flow.State.AnyFollowed(inbound, target) ? Decision.ScheduleAndCancelOthers
                    : flow.State.AllVisited(inbound, target) ? Decision.Skip
                    : Decision.Wait;
            default:
                return !flow.State.AllVisited(inbound, target) ? Decision.Wait
                    : flow.State.AnyFollowed(inbound, target) ? Decision.Schedule
                    : Decision.Skip;
        }
    }

    private static bool Contains(IReadOnlyList<string> outcomes, string port)
    {
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i] == port)
            {
                return true;
            }
        }

        return false;
    }

    private enum Decision
    {
        Wait,
        Schedule,
        ScheduleAndCancelOthers,
        Skip,
    }
}
