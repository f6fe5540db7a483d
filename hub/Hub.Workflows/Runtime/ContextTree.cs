namespace Hub.Workflows.Runtime;

/// <summary>The tree of open executions of an instance: linking, unlinking and walking it, without recursion.</summary>
internal static class ContextTree
{
    public static void Link(ActivityContext child)
    {
        if (child.Parent is not { } parent)
        {
            return;
        }

        child.PreviousSibling = parent.LastChild;
        if (parent.LastChild is null)
        {
            parent.FirstChild = child;
        }
        else
        {
            parent.LastChild.NextSibling = child;
        }

        parent.LastChild = child;
        Count(parent, child.Status, +1);
    }

    /// <summary>Changes a child's status; a closed child leaves its parent's list.</summary>
    public static void SetStatus(ActivityContext context, ActivityStatus status)
    {
        if (context.Parent is { } parent)
        {
            Count(parent, context.Status, -1);
            Count(parent, status, +1);
        }

        context.Status = status;
        if (context.IsClosed)
        {
            Unlink(context);
        }
    }

    /// <summary>An execution and all open ones below it, parents before children.</summary>
    public static IEnumerable<ActivityContext> From(ActivityContext? root)
    {
        for (var current = root; current is not null; current = Next(current, root!))
        {
            yield return current;
        }
    }

    /// <summary>The next execution in the order of <see cref="From"/>; null at the end.</summary>
    public static ActivityContext? Next(ActivityContext current, ActivityContext root)
    {
        if (current.FirstChild is not null)
        {
            return current.FirstChild;
        }

        while (current != root)
        {
            if (current.NextSibling is not null)
            {
                return current.NextSibling;
            }

            current = current.Parent!; // below the root everything has a parent
        }

        return null;
    }

    private static void Unlink(ActivityContext child)
    {
        if (child.Parent is not { } parent)
        {
            return;
        }

        if (child.PreviousSibling is null)
        {
            parent.FirstChild = child.NextSibling;
        }
        else
        {
            child.PreviousSibling.NextSibling = child.NextSibling;
        }

        if (child.NextSibling is null)
        {
            parent.LastChild = child.PreviousSibling;
        }
        else
        {
            child.NextSibling.PreviousSibling = child.PreviousSibling;
        }

        child.PreviousSibling = child.NextSibling = null;
    }

    private static void Count(ActivityContext parent, ActivityStatus status, int by)
    {
        if (status == ActivityStatus.Running)
        {
            parent.RunningChildren += by;
        }
        else if (status == ActivityStatus.Faulted)
        {
            parent.FaultedChildren += by;
        }
    }
}
