using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>One flowchart of one instance, with its plan, while a callback of it runs.</summary>
internal readonly record struct FlowRun(ActivityContext Context, FlowPlan Plan, FlowGraph Graph, FlowState State)
{
    public void Schedule(int member, ActivityContext completed, bool byBackwardConnection = false) =>
        Context.Run.Schedule(Context, Plan.Members[member], "member", default, null, byBackwardConnection, completed);

    /// <summary>Whether a member runs or is queued. Work further down always hangs below a running member.</summary>
    public bool HasPendingWork => Context.RunningChildren > 0 || Context.QueuedChildren > 0;

    public void CompleteIfIdle()
    {
        if (!HasPendingWork && Context.FaultedChildren == 0)
        {
            Context.Complete();
        }
    }

    public void CancelAncestorsOf(int member)
    {
        var ancestors = Graph.AncestorsOf(member);
        for (var child = Context.FirstChild; child is not null;)
        {
            // Cancelling takes the child out of the list.
            var next = child.NextSibling;
            if (child.Status == ActivityStatus.Running && Plan.MemberOf(child.Node) is >= 0 and var number && ancestors[number])
            {
                Context.Run.Cancel(child);
            }

            child = next;
        }
    }

    /// <summary>The mode of a join, or null for a member that is none.</summary>
    public JoinMode? JoinModeOf(int member)
    {
        var node = Plan.Members[member];
        if (node.Activity is not FlowJoin)
        {
            return null;
        }

        var mode = node.Inputs[0].Expression is { } expression ? expression.Evaluate(Context) : node.Inputs[0].Constant;
        return FlowJoin.Parse(mode.AsText());
    }
}
