using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Children;
using Hub.Workflows.Graph;
using Hub.Workflows.Http;

namespace Hub.Workflows.Runtime;

/// <summary>What one burst knows while it runs: the queue, the news to deliver, and everything that becomes part of the <see cref="Burst"/>.</summary>
internal sealed class BurstRun(WorkflowInstance instance, WorkflowGraph graph, TimeProvider clock, IIdGenerator ids, RunnerOptions options, BurstScratch.Lender lender, object? host, CancellationToken cancellationToken)
{
    public WorkflowInstance Instance { get; } = instance;

    public WorkflowGraph Graph { get; set; } = graph;

    public TimeProvider Clock { get; } = clock;

    public IIdGenerator Ids { get; } = ids;

    public RunnerOptions Options { get; } = options;

    public object? Host { get; } = host;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>What the instance waits for, and what the burst changes of it. Made when it is first needed: many bursts wait for nothing.</summary>
    public BurstWaits Waits => _waits ??= new(Instance, Clock, Ids);

    public WorkQueue Queue => _scratch.Queue;

    public List<Notification> News => _scratch.News;

    public List<PublishedEvent> PublishedEvents => _publishedEvents ??= [];

    public List<RequestedTask> RequestedTasks => _requestedTasks ??= [];

    public FamilyNews Family => _family ??= new();

    /// <summary>What an expression is being evaluated for; null while none is, or for nothing.</summary>
    public ExpressionArgument? Argument { get; set; }

    public List<string> WrittenLines => _writtenLines ??= new List<string>(8);

    public WrittenHttpResponse? Response { get; set; }

    /// <summary>The activity whose trigger started the instance, until it has run.</summary>
    public string? TriggerActivityId { get; set; }

    public JsonElement TriggerInput { get; set; }

    public int Executions { get; set; }

    private readonly BurstScratch _scratch = lender.Lend();
    // Two entries each for five steps, what holds them, and the workflow.
    private readonly List<JournalEntry> _journal = new(14);
    private readonly List<ActivityContext> _touched = new(8);
    private BurstWaits? _waits;
    private List<Incident>? _incidents;
    private List<PublishedEvent>? _publishedEvents;
    private List<RequestedTask>? _requestedTasks;
    private FamilyNews? _family;
    private List<string>? _writtenLines;

    public void Schedule(ActivityContext owner, GraphNode? child, string callback, JsonElement tag, DynamicVariable[]? variables, bool byBackwardConnection, ActivityContext? scheduledBy)
    {
        owner.HasScheduled = true;
        if (child is null)
        {
            News.Add(Notification.MissingChild(owner, callback, tag));
            return;
        }

        if (child.Parent != owner.Node)
        {
            throw new InvalidOperationException($"{owner.Node.NodeId} scheduled {child.NodeId}, which it does not hold; an activity schedules its own children only.");
        }

        Queue.Add(new WorkItem { Node = child, Owner = owner, Callback = callback, Tag = tag, Variables = variables, ByBackwardConnection = byBackwardConnection, ScheduledById = scheduledBy?.Id });
    }

    /// <summary>Makes the execution that a work item asks for.</summary>
    public ActivityContext Begin(in WorkItem item)
    {
        var node = item.Node;
        var context = new ActivityContext(Instance, Instance.NextContextNumber++, node, item.Owner)
        {
            StartedAt = Clock.GetUtcNow(),
            Tag = item.Tag,
            ScheduledById = item.ScheduledById,
            Callback = item.Callback,
            DynamicVariables = item.Variables,
            ByBackwardConnection = item.ByBackwardConnection,
            Status = ActivityStatus.Running,
        };
        if (node.VariableSlots.Length > 0)
        {
            VariableScope.Declare(context);
        }

        if (TriggerActivityId is not null && node.Id == TriggerActivityId && node.CanStartWorkflow)
        {
            context.IsTrigger = true;
            context.StimulusInput = TriggerInput;
            TriggerActivityId = null;
        }

        ContextTree.Link(context);
        return context;
    }

    public void Write(JournalEvent what, ActivityContext context, string? message = null)
    {
        Touch(context);
        _journal.Add(new JournalEntry(++Instance.JournalSequence, Clock.GetUtcNow(), what, context, message));
    }

    public void Complete(ActivityContext context, IReadOnlyList<string>? outcomes)
    {
        if (context.Status != ActivityStatus.Running)
        {
            return;
        }

        CancelChildren(context);
        context.Outcomes = outcomes;
        context.CompletedAt = Clock.GetUtcNow();
        Close(context, ActivityStatus.Completed);
        Write(JournalEvent.Completed, context);
        if (context.Parent is { Status: ActivityStatus.Running } parent)
        {
            News.Add(Notification.ChildCompleted(parent, context, outcomes ?? Outcome.Default));
        }
    }

    /// <summary>Cancels an execution with all below it, and tells its parent.</summary>
    public void Cancel(ActivityContext context)
    {
        if (context.IsClosed)
        {
            return;
        }

        CancelChildren(context);
        CancelOne(context);
        if (context.Parent is { Status: ActivityStatus.Running } parent)
        {
            News.Add(Notification.ChildCanceled(parent, context));
        }
    }

    /// <summary>Cancels the instance with all that runs in it. Does nothing to one that has ended.</summary>
    public void CancelInstance()
    {
        if (Instance.Status != WorkflowStatus.Running)
        {
            return;
        }

        if (Instance.OpenContexts.Where(context => context.BookmarkCount > 0).SelectMany(context => context.Node.Activity.AwaitedChildren(context)).ToArray() is { Length: > 0 } children)
        {
            Family.Cancelled = children;
        }

        // The status first: no news of a cancelled child may schedule anything any more.
        Instance.Pending = null;
        Instance.SubStatus = WorkflowSubStatus.Cancelled;
        Cancel(Instance.Root!); // an instance in a burst has its root
        Queue.Clear();
        News.Clear();
        Write(JournalEvent.WorkflowCancelled, Instance.Root!);
    }

    /// <summary>Runs an open execution once more from its beginning, and lets an instance that its fault had ended go on.</summary>
    public void RunAgain(ActivityContext context)
    {
        // What it had begun before would run beside what it begins now.
        CancelChildren(context);
        Queue.Withdraw(context);
        RemoveBookmarks(context);
        if (context.Status == ActivityStatus.Faulted)
        {
            for (var scope = context; scope is not null; scope = scope.Parent)
            {
                scope.AggregateFaultCount = Math.Max(0, scope.AggregateFaultCount - 1);
            }
        }

        context.Failure = null;
        context.IsBreaking = false;
        ContextTree.SetStatus(context, ActivityStatus.Running);
        Queue.Add(new WorkItem { Node = context.Node, Existing = context });
        Revive();
    }

    /// <summary>Lets an instance that a fault had ended go on, if there is something to do.</summary>
    public void Revive()
    {
        if (Queue.Count > 0 && Instance.SubStatus is not (WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled))
        {
            Instance.SubStatus = WorkflowSubStatus.Executing;
            Instance.FinishedAt = null;
        }
    }

    /// <summary>Ends everything at once: no callback, no queue, no bookmark is left (contract §5, Finish).</summary>
    public void Finish()
    {
        Queue.Clear();
        News.Clear();
        RemoveAllBookmarks();
        if (Instance.Status == WorkflowStatus.Running)
        {
            Instance.SubStatus = WorkflowSubStatus.Finished;
        }
    }

    public void Fault(ActivityContext context, Exception exception)
    {
        var failure = FailureDescription.From(exception);
        Queue.Withdraw(context);
        if (!context.IsClosed)
        {
            ContextTree.SetStatus(context, ActivityStatus.Faulted);
        }

        context.Failure = failure;
        RemoveBookmarks(context);
        for (var scope = context; scope is not null; scope = scope.Parent)
        {
            scope.AggregateFaultCount++;
            Touch(scope);
        }

        Write(JournalEvent.Faulted, context, message: failure.Message);
        AddIncident(context, failure.Message, failure);
        if (!ContinuesWithIncidents && Instance.Status == WorkflowStatus.Running)
        {
            Instance.SubStatus = WorkflowSubStatus.Faulted;
        }
    }

    /// <summary>Stops a burst that runs on and on: this instance is faulted, no other is touched.</summary>
    public void ExceedBudget(ActivityContext? context, GraphNode node)
    {
        var message = $"The workflow made more than {Options.MaxExecutionsPerBurst} activity executions without waiting; it was stopped before {node.Descriptor.TypeName} {node.Id}. "
            + "Look for a loop that never ends, or let the loop wait (Delay) now and then.";
        Queue.Clear();
        News.Clear();
        AddIncident(context ?? Instance.Root!, message, null, node); // an instance in a burst has its root
        if (Instance.Status == WorkflowStatus.Running)
        {
            Instance.SubStatus = WorkflowSubStatus.Faulted;
        }
    }

    /// <summary>Closes the burst: settles the instance's status and gathers what happened.</summary>
    public Burst End()
    {
        var now = Clock.GetUtcNow();
        if (Instance.Status == WorkflowStatus.Running)
        {
            Instance.SubStatus = Instance.Root is { IsClosed: true } ? WorkflowSubStatus.Finished
                : Instance.Pending is null ? WorkflowSubStatus.Suspended : WorkflowSubStatus.Executing;
        }

        if (Instance.SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled)
        {
            RemoveAllBookmarks();
        }
        else if (Instance.Pending is null)
        {
            VariableScope.ForgetMemory(Instance);
        }

        Instance.UpdatedAt = now;
        if (Instance.Status == WorkflowStatus.Finished)
        {
            Instance.FinishedAt ??= now;
        }

        var records = new ActivityRecord[_touched.Count];
        for (var i = 0; i < records.Length; i++)
        {
            var context = _touched[i];
            context.IsTouched = false;
            records[i] = new ActivityRecord(context, context.BookmarkCount > 0 && context.Parent is not null);
            context.HasNewInputs = false;
        }

        TellParent();
        Instance.Run = null;
        lender.TakeBack(_scratch);
        return new Burst(Instance)
        {
            Journal = _journal,
            ActivityRecords = records,
            CreatedBookmarks = _waits?.Created ?? [],
            BurnedBookmarks = _waits?.Burned ?? [],
            Incidents = _incidents ?? (IReadOnlyList<Incident>)[],
            Effects = _waits?.LiveEffects() ?? [],
            PublishedEvents = _publishedEvents ?? (IReadOnlyList<PublishedEvent>)[],
            RequestedTasks = _requestedTasks ?? (IReadOnlyList<RequestedTask>)[],
            Family = _family,
            WrittenLines = _writtenLines ?? (IReadOnlyList<string>)[],
            WrittenHttpResponse = Response,
        };
    }

    // Once only: a child that failed and is retried ends a second time, and its parent has long gone on.
    private void TellParent()
    {
        if (Instance.Status == WorkflowStatus.Finished && !Instance.HasToldParent && ChildEnd.Of(Instance) is { } end)
        {
            Instance.HasToldParent = true;
            Family.End = end;
        }
    }

    private bool ContinuesWithIncidents => Graph.Definition.Options.IncidentStrategyType?.Contains("ContinueWithIncidents", StringComparison.Ordinal) == true;

    private void Touch(ActivityContext context)
    {
        if (!context.IsTouched)
        {
            context.IsTouched = true;
            _touched.Add(context);
        }
    }

    private void AddIncident(ActivityContext context, string message, FailureDescription? failure, GraphNode? node = null)
    {
        node ??= context.Node;
        var incident = new Incident(context.Id, node.Id, node.NodeId, node.Descriptor.TypeName, message, failure, Clock.GetUtcNow());
        Instance.AllIncidents.Add(incident);
        (_incidents ??= []).Add(incident);
    }

    /// <summary>Cancels all below an execution, without telling it.</summary>
    /// <remarks>From the leaves up, as Elsa cancels children before their parent. The walk needs no stack: closing a leaf unlinks it.</remarks>
    public void CancelChildren(ActivityContext context)
    {
        if (context.QueuedChildren > 0)
        {
            Queue.Withdraw(context);
        }

        while (context.FirstChild is not null)
        {
            var leaf = context.FirstChild;
            while (leaf.FirstChild is not null)
            {
                leaf = leaf.FirstChild;
            }

            CancelOne(leaf);
        }
    }

    private void CancelOne(ActivityContext context)
    {
        Queue.Withdraw(context);
        context.CompletedAt = Clock.GetUtcNow();
        Close(context, ActivityStatus.Canceled);
        Write(JournalEvent.Canceled, context);
    }

    private void Close(ActivityContext context, ActivityStatus status)
    {
        RemoveBookmarks(context);
        ContextTree.SetStatus(context, status);
    }

    private void RemoveBookmarks(ActivityContext context)
    {
        if (context.BookmarkCount > 0)
        {
            Waits.RemoveOf(context);
        }
    }

    private void RemoveAllBookmarks()
    {
        if (Instance.OpenBookmarks.Count > 0)
        {
            Waits.RemoveAll();
        }
    }
}
