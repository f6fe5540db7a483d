using Hub.Workflows.Expressions;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime.Alterations;

/// <summary>Makes alterations within a burst. Each returns why it cannot be made, or null.</summary>
internal sealed class AlterationRun(BurstRun run, Func<int, WorkflowGraph?> versions)
{
    private WorkflowInstance Instance => run.Instance;

    public string? Make(Alteration alteration)
    {
        // A fault can be mended; an end is an end.
        if (Instance.SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled)
        {
            return $"The workflow instance has ended ({Instance.SubStatus}); only one that runs or has faulted can be altered.";
        }

        return alteration switch
        {
            Cancel => CancelAll(),
            CancelActivity cancel => CancelOpen(cancel),
            ScheduleActivity { ActivityInstanceId: { } id } => RunAgain(id),
            ScheduleActivity { ActivityId: { } id } => Begin(id),
            RetryActivities retry => Retry(retry.ActivityIds),
            ModifyVariable modify => Modify(modify),
            Migrate migrate => versions(migrate.TargetVersion) is { } target
                ? Migration.Move(run, target)
                : $"The definition {Instance.DefinitionId} has no version {migrate.TargetVersion}.",
            _ => "Either the activity or its execution must be named.",
        };
    }

    private string? CancelAll()
    {
        if (Instance.Status == WorkflowStatus.Finished)
        {
            return "The workflow instance has ended with a fault already; there is nothing to cancel.";
        }

        run.CancelInstance();
        return null;
    }

    private string? CancelOpen(CancelActivity cancel)
    {
        if (cancel.ActivityId is null && cancel.ActivityInstanceId is null)
        {
            return "Either the activity or its execution must be named.";
        }

        var found = ContextTree.From(Instance.Root)
            .Where(context => !context.IsClosed && context.Parent is not null && (cancel.ActivityInstanceId is { } id ? context.Id == id : context.Node.Id == cancel.ActivityId))
            .ToList();
        foreach (var context in found)
        {
            // One may have ended together with another one around it; to that nothing happens.
            run.Cancel(context);
        }

        return found.Count > 0 ? null : $"No open execution of {cancel.ActivityInstanceId ?? cancel.ActivityId} was found.";
    }

    private string? RunAgain(string activityInstanceId)
    {
        var context = ContextTree.From(Instance.Root).FirstOrDefault(open => open.Id == activityInstanceId && !open.IsClosed);
        if (context is null)
        {
            return $"No open execution {activityInstanceId} was found.";
        }

        run.RunAgain(context);
        return null;
    }

    private string? Retry(IReadOnlyCollection<string> activityIds)
    {
        var faulted = ContextTree.From(Instance.Root).Where(context => context.Status == ActivityStatus.Faulted && (activityIds.Count == 0 || activityIds.Contains(context.Node.Id))).ToList();
        foreach (var context in faulted)
        {
            // One may have been cancelled just now, together with a faulted activity around it.
            if (context.Status == ActivityStatus.Faulted)
            {
                run.RunAgain(context);
            }
        }

        return faulted.Count > 0 ? null : "No faulted activity was found to run again.";
    }

    private string? Begin(string activityId)
    {
        var isKnown = false;
        var open = ContextTree.From(Instance.Root).Where(context => context.Status == ActivityStatus.Running).ToLookup(context => context.Node);
        foreach (var node in run.Graph.AllNodes)
        {
            if (node.Id != activityId || node.Parent is null)
            {
                continue;
            }

            isKnown = true;
            if (open[node.Parent].LastOrDefault() is { } container)
            {
                return node.Parent.Activity.Admit(container, node)
                    ? null
                    : $"{node.Parent.Descriptor.TypeName} {node.Parent.Id} cannot begin {activityId} where it stands now.";
            }
        }

        return isKnown ? $"The activity that holds {activityId} is not running, so {activityId} cannot begin." : $"The workflow has no activity {activityId}.";
    }

    private string? Modify(ModifyVariable modify)
    {
        foreach (var context in ContextTree.From(Instance.Root))
        {
            var slots = context.Node.VariableSlots;
            for (var i = 0; i < slots.Length; i++)
            {
                if (slots[i].Id != modify.VariableId || context.IsClosed)
                {
                    continue;
                }

                try
                {
                    context.VariableValues[i] = modify.Value.IsNothing() ? default : ValueConversion.Strict(modify.Value, slots[i].TypeName, slots[i].IsArray);
                    return null;
                }
                catch (ExpressionFailedException)
                {
                    return $"The value is no {slots[i].TypeName}, as the variable {modify.VariableId} must be.";
                }
            }
        }

        return $"No open activity declares a variable with the id {modify.VariableId}.";
    }
}
