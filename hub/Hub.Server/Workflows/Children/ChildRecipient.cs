using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Children;

/// <summary>
/// Acts on the orders about child workflows: starts a child, tells a parent that children have ended, cancels a child with its
/// parent. Each order leaves the outbox in the commit of what it caused.
/// </summary>
internal sealed partial class ChildRecipient(
    IWorkflowStore store,
    IOutbox outbox,
    GraphCache graphs,
    InstanceRuns runs,
    EarlySignals early,
    IServiceProvider services,
    ILogger<ChildRecipient> logger) : IRecipient
{
    // A parent of thousands is written once for so many ends, and not for each.
    private const int MostEnds = 64;

    public bool Receives(string messageType) => messageType is MessageTypes.ChildStart or MessageTypes.ChildEnd or MessageTypes.ChildCancel;

    public async ValueTask<StepResult> DeliverAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        var order = ((ChildOrder)exchange.Caller!).Message; // whoever sends these types sends an order with it
        switch (exchange.Envelope.Type)
        {
            case MessageTypes.ChildStart:
                await StartAsync(exchange, order, cancellationToken);
                break;
            case MessageTypes.ChildEnd:
                await EndAsync(exchange, order, cancellationToken);
                break;
            default:
                await CancelAsync(exchange, cancellationToken);
                break;
        }

        return StepResult.Continue;
    }

    private async ValueTask StartAsync(MessageExchange exchange, OutboxMessage order, CancellationToken cancellationToken)
    {
        exchange.Unit.Add(new RemoveFromOutbox(order.Tenant, order.Id));
        var child = ChildOrders.ReadStart(order);
        if (store.FindSubStatus(child.InstanceId) is not null)
        {
            return;
        }

        if (child.IsAwaited)
        {
            // Cancelled or deleted before its child could start: nobody waits for it. Should that happen between here and the commit,
            // the commit is stale, and the order is looked at again.
            if (store.FindSubStatus(child.ParentInstanceId) is null or nameof(WorkflowSubStatus.Cancelled))
            {
                return;
            }

            exchange.Unit.Add(new RequireNotCancelled(child.ParentInstanceId));
        }

        var scope = new BurstScope(exchange, new StoredInstanceOwner(order.Tenant, child.InstanceId, order.Partition, order.JourneyId), services);
        var refusal = graphs.Knows(child.VersionId)
            ? (await runs.StartAsync(scope, child.VersionId, child.ToStart(), cancellationToken)).Refusal
            : new LocalizedText(
                $"La version du workflow {child.DefinitionId} qui devait démarrer a été supprimée entre-temps. Importez-la de nouveau, puis relancez cette étape.",
                $"The version of the workflow {child.DefinitionId} that was to start has been deleted meanwhile. Import it again, then retry this step.");
        if (refusal is null)
        {
            return;
        }

        Log.NotStarted(logger, child.DefinitionId, child.ParentInstanceId);
        if (ChildOrders.OfRefusal(child, refusal.En, scope) is { } told)
        {
            scope.Give(told);
        }
    }

    private async ValueTask EndAsync(MessageExchange exchange, OutboxMessage order, CancellationToken cancellationToken)
    {
        // What stands before it in its line went first; it stands no longer in it when an earlier delivery took it along.
        var orders = outbox.InLine(ChildOrders.Lane, order.Partition, MostEnds).TakeWhile(next => next.Operation == ChildOrders.End).ToList();
        if (orders.Count == 0 || orders[0].Id != order.Id)
        {
            orders = outbox.Find(order.Id) is null ? [] : [order];
        }

        var ends = orders.ConvertAll(ChildOrders.ReadEnd);
        var parentId = ends.Count > 0 ? ends[0].ParentInstanceId : null;
        if (parentId is null || runs.Find(parentId) is not var (row, instance))
        {
            // The parent was deleted, or everything was done already.
            orders.Take(1).ToList().ForEach(done => exchange.Unit.Add(new RemoveFromOutbox(done.Tenant, done.Id)));
            return;
        }

        var scope = new BurstScope(exchange, new StoredInstanceOwner(row.Tenant, row.Id, row.Partition, row.JourneyId), services);
        var bursts = new List<Burst>();
        for (var i = 0; i < ends.Count && ends[i].ParentInstanceId == parentId; i++)
        {
            scope.Add(new RemoveFromOutbox(orders[i].Tenant, orders[i].Id));
            if (ends[i].FindBookmark(instance) is not { } bookmark)
            {
                // The step that waited was cancelled, or has failed.
                continue;
            }

            if (instance.Status == WorkflowStatus.Running)
            {
                bursts.Add(await runs.ResumeAsync(scope, row.VersionId, instance, new ResumeBookmark { BookmarkId = bookmark.Id, Input = ends[i].ToInput() }, cancellationToken));
            }
            else if (instance.SubStatus == WorkflowSubStatus.Faulted)
            {
                // Somebody may retry what failed beside this step; then the end must not be missing.
                early.Keep(exchange.Unit, row.Tenant, row.Partition, bookmark.Name, bookmark.Hash, JsonSerializer.SerializeToUtf8Bytes(ends[i].ToInput()));
            }
        }

        if (bursts.Count > 0)
        {
            await runs.FinishAsync(scope, bursts, row, cancellationToken);
        }
    }

    private async ValueTask CancelAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        if (runs.Find(exchange.Envelope.Subject) is { Instance.Status: WorkflowStatus.Running } running)
        {
            var row = running.Row;
            await runs.CancelAsync(new BurstScope(exchange, new StoredInstanceOwner(row.Tenant, row.Id, row.Partition, row.JourneyId), services), running, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5402, LogLevel.Warning, "The workflow {DefinitionId} was not started for the instance {ParentInstanceId}.")]
        public static partial void NotStarted(ILogger logger, string definitionId, string parentInstanceId);
    }
}
