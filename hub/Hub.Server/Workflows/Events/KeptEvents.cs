using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Events;

/// <summary>
/// Lets events that came early meet the bookmarks that are made later. The store's one writer decides: keeping an event is stale
/// when a bookmark waits for it, and adding a bookmark takes a kept event along, so that neither misses the other, and one event
/// reaches one bookmark.
/// </summary>
internal sealed class KeptEvents(IWorkflowStore store, OutboxRelay relay, IdGenerator ids, TimeProvider clock)
{
    /// <summary>Who waits for an event now, the oldest first, and who only seems to: another execution of the same instance.</summary>
    public (IReadOnlyList<StoredBookmark> Waiting, IReadOnlyList<string> Others) Look(KeptEvent told)
    {
        var found = store.FindBookmarks(told.Tenant, told.Hash, correlationId: told.Filter.CorrelationId, instanceId: told.Filter.InstanceId);
        if (told.Filter.ActivityInstanceId is not { } execution)
        {
            return (found, []);
        }

        // Which execution waits is told by the state alone: few events name one.
        var waiting = found.Where(bookmark => store.FindInstance(bookmark.InstanceId) is { } row
            && WorkflowInstance.Deserialize(row.State).Bookmarks.Any(one => one.Id == bookmark.Id && one.ActivityInstanceId == execution)).ToList();
        return (waiting, [.. found.Except(waiting).Select(bookmark => bookmark.Id)]);
    }

    /// <summary>Keeps an event, unless somebody waits for it by now.</summary>
    public StepResult Keep(MessageExchange exchange, EventToKeep order)
    {
        var (waiting, others) = Look(order.Event);
        order.IsAwaited = waiting.Count > 0;
        if (order.IsAwaited)
        {
            // Nothing of this is written: the event goes to whoever waits.
            return StepResult.Stop(ExchangeAnswer.Accepted());
        }

        exchange.Unit.Add(new KeepEvent(order.Event, others));
        return StepResult.Continue;
    }

    /// <summary>Gives a kept event to a bookmark that the same unit of work adds, where one is kept for it.</summary>
    /// <param name="execution">The execution that waits.</param>
    public void Meet(UnitOfWork unit, StoredBookmark bookmark, string execution)
    {
        if (bookmark.Name != Stimulus.Event)
        {
            return;
        }

        var meeting = new HandOverKeptEvent(bookmark, execution, clock.GetUtcNow() - KeptEvent.TimeKept, kept => Order(kept, bookmark));
        unit.Add(meeting);
        unit.AfterCommit(() =>
        {
            if (meeting.IsHandedOver)
            {
                relay.Wake(BurstWriter.EventLane);
            }
        });
    }

    private OutboxMessage Order(KeptEvent kept, StoredBookmark bookmark)
    {
        var id = ids.NewId();
        return new OutboxMessage
        {
            Id = id,
            Tenant = kept.Tenant,
            Partition = bookmark.Partition,
            Connector = BurstWriter.EventLane,
            Operation = kept.Name,
            IdempotencyKey = id,
            Payload = WorkflowEventChannel.Serialize(kept, bookmark.Id),
            CreatedAt = clock.GetUtcNow(),
        };
    }
}

/// <summary>An event on its way to being kept.</summary>
internal sealed record EventToKeep(KeptEvent Event)
{
    /// <summary>Whether somebody waits for it, so that it was not kept; set where the order is carried out.</summary>
    public bool IsAwaited { get; set; }
}
