using Hub.Server.Exchange;
using Hub.Server.Journeys;
using Hub.Server.Workflows.Events;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>Carries out orders about one instance, in its turn.</summary>
internal sealed class InstanceOrderRecipient(
    IWorkflowStore store,
    LiveInstances live,
    GraphCache graphs,
    InstanceRuns runs,
    KeptEvents events,
    InstanceChanges changes,
    IJourneyStore journeys,
    TimeProvider clock,
    IServiceProvider services) : IRecipient
{
    public bool Receives(string messageType) => messageType == MessageTypes.InstanceOrder;

    public async ValueTask<StepResult> DeliverAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        var order = (InstanceOrder)exchange.Caller!; // whoever sends this type sends an order with it
        order.IsDone = false;

        // What is kept in memory is as the store has it, and old as soon as this is committed.
        live.TryTake(exchange.Envelope.Subject, out _);
        var row = store.FindInstance(exchange.Envelope.Subject);
        if (order is ImportInstance import && row is null)
        {
            Import(exchange, import.Exported);
            return Done(exchange, order);
        }

        if (row is null)
        {
            return StepResult.Continue;
        }

        var scope = new BurstScope(exchange, new StoredInstanceOwner(row.Tenant, row.Id, row.Partition, row.JourneyId), services);
        switch (order)
        {
            case CancelInstance when row.Status == nameof(WorkflowStatus.Running):
                await CancelAsync(scope, row, cancellationToken);
                break;
            case DeleteInstance:
                Delete(scope, row);
                break;
            case SetInstanceVariables set when graphs.Find(row.VersionId) is { } graph:
                SetVariables(scope, row, set, graph);
                break;
            default:
                return StepResult.Continue;
        }

        return Done(exchange, order);
    }

    private StepResult Done(MessageExchange exchange, InstanceOrder order)
    {
        order.IsDone = true;
        foreach (var change in order.Alongside)
        {
            exchange.Unit.Add(change);
        }

        exchange.Unit.AfterCommit(() => changes.Tell(exchange.Envelope.Subject));
        return StepResult.Continue;
    }

    private async ValueTask CancelAsync(BurstScope scope, StoredInstance row, CancellationToken cancellationToken)
    {
        if (graphs.Find(row.VersionId) is null)
        {
            Abandon(scope, row);
            return;
        }

        await runs.CancelAsync(scope, new LiveInstance(row, WorkflowInstance.Deserialize(row.State)), cancellationToken);
    }

    // Its definition is gone, so that nothing of it can be run any more, not even its end.
    private void Abandon(BurstScope scope, StoredInstance row)
    {
        var now = clock.GetUtcNow();
        scope.Add(new SaveInstance(row with
        {
            Status = nameof(WorkflowStatus.Finished),
            SubStatus = nameof(WorkflowSubStatus.Cancelled),
            Revision = row.Revision + 1,
            UpdatedAt = now,
            FinishedAt = now,
        }));
        scope.Add(new ForgetWaits(row.Id, row.Partition));
        EndJourney(scope, row);
    }

    private void Delete(BurstScope scope, StoredInstance row)
    {
        foreach (var bookmark in WorkflowInstance.Deserialize(row.State).Bookmarks)
        {
            if (bookmark.EffectId is { } effectId)
            {
                scope.Add(new ReleaseClaim(effectId));
            }
        }

        scope.Add(new RemoveInstance(row.Id, row.Partition));
        if (row.CanGoOn)
        {
            EndJourney(scope, row);
        }
    }

    // Nobody is left who could bring it to its end, unless another instance of it can go on.
    private void EndJourney(BurstScope scope, StoredInstance row)
    {
        if (row.JourneyId is { } journeyId
            && journeys.Find(row.Tenant, journeyId)?.State.HasEnded() is false
            && !store.InstancesOf(row.Tenant, journeyId).Any(other => other.Id != row.Id && other.CanGoOn))
        {
            scope.Close(JourneyState.Cancelled);
        }
    }

    private void Import(MessageExchange exchange, ExportedInstance exported)
    {
        // A journey of another hub, or of another local authority, is none here: then the instance goes on by itself.
        var row = exported.Row;
        var hasJourney = row.JourneyId is { } journeyId && journeys.Find(row.Tenant, journeyId) is not null;
        row = hasJourney ? row : row with { JourneyId = null, Partition = row.Id };
        exchange.Unit.Add(new SaveInstance(row));
        foreach (var burst in exported.Bursts)
        {
            exchange.Unit.Add(new AppendBurst(row.Tenant, row.Id, burst.Revision, burst.At, burst.Records));
        }

        foreach (var bookmark in exported.Bookmarks)
        {
            var added = new StoredBookmark(bookmark.Id, row.Tenant, row.Id, row.Partition, row.CorrelationId, bookmark.Name, bookmark.Hash, bookmark.DueAt);
            exchange.Unit.Add(new AddBookmark(added));
            events.Meet(exchange.Unit, added, bookmark.ActivityInstanceId);
        }
    }

    private void SetVariables(BurstScope scope, StoredInstance row, SetInstanceVariables set, WorkflowGraph graph)
    {
        var instance = WorkflowInstance.Deserialize(row.State);
        instance.Bind(graph);
        foreach (var (id, value) in set.Values)
        {
            instance.TrySetVariable(id, value);
        }

        scope.Add(new SaveInstance(row with { Revision = row.Revision + 1, UpdatedAt = clock.GetUtcNow(), State = instance.Serialize() }));
        set.Result = [.. instance.VariableStates];
    }
}
