using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Expressions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Workflows.Runtime;

/// <summary>Runs workflows, one burst at a time. Holds nothing of an instance: one runner serves all threads.</summary>
/// <remarks>
/// The whole engine is the loop in <see cref="RunAsync"/>: take the first item of the queue, run it, deliver the news it caused to
/// parents (which may queue more), again until nothing is left. Nothing calls itself, however deep the workflow nests.
/// </remarks>
/// <param name="clock">Tells the time.</param>
/// <param name="ids">Gives identifiers.</param>
/// <param name="options">Limits; null for the defaults.</param>
public sealed class WorkflowRunner(TimeProvider clock, IIdGenerator ids, RunnerOptions? options = null)
{
    private readonly RunnerOptions _options = options ?? new RunnerOptions();
    private readonly BurstScratch.Lender _lender = new();

    /// <summary>Begins a new instance and runs it until it waits or ends.</summary>
    /// <param name="graph">The compiled definition version.</param>
    /// <param name="start">How it begins.</param>
    /// <param name="host">What activities reach through <see cref="ActivityContext.Host{T}"/>; null for nothing.</param>
    /// <param name="cancellationToken">Gives the burst up; the instance is then to be dropped.</param>
    /// <exception cref="OperationCanceledException">The burst was given up.</exception>
    public ValueTask<Burst> StartAsync(WorkflowGraph graph, StartWorkflow start, object? host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(start);
        var definition = graph.Definition;
        var instance = new WorkflowInstance(start.InstanceId ?? ids.NewId(), definition.DefinitionId, definition.Id, definition.Version)
        {
            CorrelationId = start.CorrelationId,
            Name = start.Name,
            ParentInstanceId = start.ParentInstanceId,
            Input = start.Input,
            Properties = start.Properties,
            CreatedAt = clock.GetUtcNow(),
            Graph = graph,
        };
        var run = new BurstRun(instance, graph, clock, ids, _options, _lender, host, cancellationToken)
        {
            TriggerActivityId = start.TriggerActivityId,
            TriggerInput = start.TriggerInput,
        };
        instance.Run = run;
        instance.Root = run.Begin(new WorkItem { Node = graph.Workflow });
        foreach (var (name, value) in start.Variables)
        {
            if (!VariableScope.TrySetById(instance.Root, name, value))
            {
                VariableScope.Set(instance.Root, name, value);
            }
        }

        run.Queue.Add(new WorkItem { Node = graph.Workflow, Existing = instance.Root });
        return RunAsync(run);
    }

    /// <summary>Goes on at a bookmark and runs until the instance waits again or ends.</summary>
    /// <param name="graph">The compiled version that the instance runs on.</param>
    /// <param name="instance">The instance; changed in place.</param>
    /// <param name="resume">Which bookmark, and with what.</param>
    /// <param name="host">What activities reach; null for nothing.</param>
    /// <param name="cancellationToken">Gives the burst up; the instance is then to be dropped.</param>
    /// <exception cref="UnknownBookmarkException">The instance does not wait there (any more); nothing was changed.</exception>
    public ValueTask<Burst> ResumeAsync(WorkflowGraph graph, WorkflowInstance instance, ResumeBookmark resume, object? host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resume);
        var run = Open(graph, instance, host, cancellationToken);
        var bookmark = instance.FindBookmark(resume.BookmarkId);
        if (instance.Status == WorkflowStatus.Finished && (bookmark?.EffectId is null || instance.SubStatus != WorkflowSubStatus.Faulted))
        {
            // What a fault found under way is finished, as queued work is; nothing else goes on after the end.
            bookmark = null;
        }

        var context = bookmark is null ? null : ContextTree.From(instance.Root).FirstOrDefault(open => open.Id == bookmark.ActivityInstanceId);
        if (bookmark is null || context is null)
        {
            instance.Run = null;
            throw new UnknownBookmarkException(instance.Id, resume.BookmarkId, instance.SubStatus);
        }

        if (bookmark.Name != OwnBookmarks.Continue)
        {
            context.ResumedBookmark = bookmark;
            context.StimulusInput = resume.Input;
            run.Queue.Add(new WorkItem { Node = context.Node, Existing = context, IsResume = true, FaultMessage = resume.FaultMessage });
        }

        PendingWork.TakeUp(run);
        return RunAsync(run);
    }

    /// <summary>Cancels an instance and all that runs in it. Does nothing to one that has ended.</summary>
    /// <param name="graph">The compiled version that the instance runs on.</param>
    /// <param name="instance">The instance; changed in place.</param>
    /// <param name="host">What activities reach; null for nothing.</param>
    /// <param name="cancellationToken">Gives the burst up; the instance is then to be dropped.</param>
    public ValueTask<Burst> CancelAsync(WorkflowGraph graph, WorkflowInstance instance, object? host, CancellationToken cancellationToken)
    {
        var run = Open(graph, instance, host, cancellationToken);
        run.CancelInstance();
        return ValueTask.FromResult(run.End());
    }

    /// <summary>Runs faulted activities again; the instance goes on from there.</summary>
    /// <param name="graph">The compiled version that the instance runs on.</param>
    /// <param name="instance">The instance; changed in place.</param>
    /// <param name="activityIds">Only these activities; empty for every faulted one.</param>
    /// <param name="host">What activities reach; null for nothing.</param>
    /// <param name="cancellationToken">Gives the burst up; the instance is then to be dropped.</param>
    public ValueTask<Burst> RetryAsync(WorkflowGraph graph, WorkflowInstance instance, IReadOnlyCollection<string> activityIds, object? host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(activityIds);
        var run = Open(graph, instance, host, cancellationToken);
        var faulted = ContextTree.From(instance.Root)
            .Where(context => context.Status == ActivityStatus.Faulted && (activityIds.Count == 0 || activityIds.Contains(context.Node.Id)))
            .ToList();
        foreach (var context in faulted)
        {
            // One may have been cancelled just now, together with a faulted activity around it.
            if (context.Status == ActivityStatus.Faulted)
            {
                run.RunAgain(context);
            }
        }

        PendingWork.TakeUp(run);
        run.Revive();
        return RunAsync(run);
    }

    /// <summary>Makes a plan of alterations, all or none, and runs what they set to work until the instance waits or ends.</summary>
    /// <param name="graph">The compiled version that the instance runs on.</param>
    /// <param name="instance">The instance; changed in place, even when an alteration fails: then it is to be dropped.</param>
    /// <param name="alterations">What to change, in order.</param>
    /// <param name="versions">Finds another version of the definition by its number; null when there is none.</param>
    /// <param name="host">What activities reach; null for nothing.</param>
    /// <param name="cancellationToken">Gives the burst up; the instance is then to be dropped.</param>
    public async ValueTask<AlterationResult> AlterAsync(WorkflowGraph graph, WorkflowInstance instance, IReadOnlyList<Alteration> alterations, Func<int, WorkflowGraph?> versions, object? host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alterations);
        var run = Open(graph, instance, host, cancellationToken);
        PendingWork.TakeUp(run);
        var hadWork = run.Queue.Count;
        var altering = new AlterationRun(run, versions);
        var log = new List<AlterationLogEntry>();
        foreach (var alteration in alterations)
        {
            var mistake = altering.Make(alteration);
            log.Add(new AlterationLogEntry(mistake ?? $"{alteration.Name} succeeded", mistake is not null, clock.GetUtcNow(), alteration.Name));
            if (mistake is not null)
            {
                instance.Run = null;
                return new AlterationResult(null, log, false);
            }

            run.Write(JournalEvent.Noted, instance.Root!, $"Altered by hand: {alteration.Name}."); // Open has checked it
            await DeliverAsync(run);
        }

        var hasWork = run.Queue.Count > hadWork;
        run.Revive();
        return new AlterationResult(await RunAsync(run), log, hasWork);
    }

    private BurstRun Open(WorkflowGraph graph, WorkflowInstance instance, object? host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(instance);
        if (instance.Run is not null)
        {
            throw new InvalidOperationException($"The workflow instance {instance.Id} is in a burst already; one burst at a time may use it.");
        }

        InstanceBinding.Bind(instance, graph);
        return instance.Run = new BurstRun(instance, graph, clock, ids, _options, _lender, host, cancellationToken);
    }

    private static async ValueTask<Burst> RunAsync(BurstRun run)
    {
        var instance = run.Instance;
        if (instance.Status == WorkflowStatus.Running)
        {
            instance.SubStatus = WorkflowSubStatus.Executing;
        }

        while (run.Queue.Count > 0)
        {
            ref readonly var next = ref run.Queue.First;
            if ((next.Node.Commits & CommitPoints.Before) != 0 && !next.IsCommitted && !next.IsResume && PendingWork.MayPause(run))
            {
                PendingWork.SetAside(run);
                break;
            }

            run.Queue.TryTake(out var item);
            run.CancellationToken.ThrowIfCancellationRequested();
            if (++run.Executions > run.Options.MaxExecutionsPerBurst)
            {
                run.ExceedBudget(item.Existing ?? item.Owner, item.Node);
                break;
            }

            var context = item.Existing ?? run.Begin(item);
            try
            {
                var pending = Execute(run, context, item);
                if (!pending.IsCompletedSuccessfully)
                {
                    await pending;
                }

                Settle(run, context);
            }
            catch (Exception exception) when (!(exception is OperationCanceledException && run.CancellationToken.IsCancellationRequested))
            {
                run.Fault(context, exception);
            }

            if (run.News.Count > 0)
            {
                await DeliverAsync(run);
            }

            if ((item.Node.Commits & CommitPoints.After) != 0 && PendingWork.MayPause(run))
            {
                PendingWork.SetAside(run);
                break;
            }
        }

        return run.End();
    }

    private static ValueTask Execute(BurstRun run, ActivityContext context, in WorkItem item)
    {
        context.HasScheduled = false;
        if (!item.IsResume)
        {
            run.Write(JournalEvent.Started, context);
            InputEvaluation.EvaluateAll(context);
            if (context.Node.RunsInBackground)
            {
                // Committed first, then run in a burst of its own: what goes on beside it does not wait for it.
                run.Waits.Create(context, new BookmarkRequest { Name = OwnBookmarks.Background, IncludeActivityInstanceId = true, Callback = "run", DueAt = run.Clock.GetUtcNow() }, effectId: null);
                return default;
            }

            return context.Node.Activity.ExecuteAsync(context);
        }

        run.Write(JournalEvent.Resumed, context);
        var bookmark = context.ResumedBookmark!; // set together with the work item
        if (bookmark.AutoBurn)
        {
            run.Waits.Burn(bookmark, context);
        }

        if (item.FaultMessage is { } message)
        {
            throw new ActivityFaultException(message);
        }

        if (bookmark.Name == OwnBookmarks.Background)
        {
            // Of the inputs only the secret ones are not kept with the execution.
            InputEvaluation.EvaluateSensitive(context);
            return context.Node.Activity.ExecuteAsync(context);
        }

        if (bookmark.CallbackMethodName is null)
        {
            context.Complete();
            return default;
        }

        return context.Node.Activity.ResumeAsync(context);
    }

    // After an activity has returned: it completes by itself if it is of that kind, or waits.
    private static void Settle(BurstRun run, ActivityContext context)
    {
        if (context.Status != ActivityStatus.Running)
        {
            return;
        }

        if (context.BookmarkCount > 0)
        {
            run.Write(JournalEvent.Suspended, context);
        }
        else if (context.Node.Descriptor.AutoCompletes && !context.HasScheduled)
        {
            context.Complete();
        }
    }

    // Newest first, so that a completion climbs to its last consequence before the next one is told; what one callback caused stays in order.
    private static async ValueTask DeliverAsync(BurstRun run)
    {
        var news = run.News;
        news.Reverse();
        while (news.Count > 0)
        {
            var notification = news[^1];
            news.RemoveAt(news.Count - 1);
            var receiver = notification.Receiver;
            if (receiver.Status != ActivityStatus.Running)
            {
                continue;
            }

            // A loop without body completes its missing child at once, for ever: such turns count as executions.
            if (notification.Child is null && ++run.Executions > run.Options.MaxExecutionsPerBurst)
            {
                run.ExceedBudget(receiver, receiver.Node);
                return;
            }

            var before = news.Count;
            try
            {
                switch (notification.Kind)
                {
                    case Notification.NewsKind.ChildCompleted:
                        var pending = receiver.Node.Activity.ChildCompletedAsync(receiver, notification.Completion);
                        if (!pending.IsCompletedSuccessfully)
                        {
                            await pending;
                        }

                        break;
                    case Notification.NewsKind.ChildCanceled:
                        receiver.Node.Activity.ChildCanceled(receiver, notification.Child!); // this kind always has its child
                        break;
                    default:
                        receiver.Complete(receiver.CompositeOutcomes ?? Outcome.Default);
                        break;
                }
            }
            catch (Exception exception) when (!(exception is OperationCanceledException && run.CancellationToken.IsCancellationRequested))
            {
                run.Fault(receiver, exception);
            }

            if (news.Count > before + 1)
            {
                news.Reverse(before, news.Count - before);
            }
        }
    }
}
