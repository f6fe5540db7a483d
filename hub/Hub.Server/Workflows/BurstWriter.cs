using System.Buffers;
using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Workflows.Children;
using Hub.Server.Workflows.Events;
using Hub.Server.Workflows.Http;
using Hub.Workflows;
using Hub.Workflows.Children;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>Turns what bursts did into changes of one unit of work: state, bookmarks, timers, claims, events, journey.</summary>
internal sealed class BurstWriter(
    LiveInstances live,
    EffectQueue effects,
    HttpExchanges exchanges,
    KeptEvents events,
    OutboxRelay relay,
    TimerBell timers,
    InstanceChanges changes,
    IdGenerator ids,
    TimeProvider clock)
{
    /// <summary>The pseudo-connector through which a workflow's own events reach other workflows, durably and in order.</summary>
    public const string EventLane = "hub.workflow-events";

    /// <param name="bursts">The bursts of one message on one instance, in order; the last one's instance is how it stands.</param>
    /// <param name="before">The stored row that they began from; null for a new instance.</param>
    public void Write(BurstScope scope, IReadOnlyList<Burst> bursts, StoredInstance? before)
    {
        var now = clock.GetUtcNow();
        var instance = bursts[^1].Instance;
        var row = Row(scope.Owner, instance, before, now);
        scope.Add(new SaveInstance(row, StandsAsBefore: before is not null && (before.Status, before.SubStatus, before.CorrelationId) == (row.Status, row.SubStatus, row.CorrelationId)));
        WriteBookmarks(scope, bursts, before);
        scope.Add(new AppendBurst(row.Tenant, row.Id, row.Revision, now, BurstRecords.Serialize(bursts)));
        if (instance.Status == WorkflowStatus.Running)
        {
            // Before the calls that it asked for are made: their results want to find it.
            scope.Exchange.Unit.AfterCommit(() => live.Put(row, instance));
        }

        scope.Exchange.Unit.AfterCommit(() => changes.Tell(row.Id));
        if (instance.Bookmarks.Any(bookmark => bookmark.DueAt <= now + TimerService.LongestSleep))
        {
            scope.Exchange.Unit.AfterCommit(timers.Ring);
        }

        foreach (var burst in bursts)
        {
            WriteEffects(scope, burst, now);
            WriteEvents(scope, burst, now);
            foreach (var order in ChildOrders.Of(scope, burst))
            {
                scope.Give(order);
            }
        }

        AnswerWhoWaits(scope, instance, bursts);
        JourneyCourse.Follow(scope, bursts, before, now);
    }

    // A child may write the reply that its parent's caller waits for, and that caller waits as long as the child is at work.
    private void AnswerWhoWaits(BurstScope scope, WorkflowInstance instance, IReadOnlyList<Burst> bursts)
    {
        if (scope.IsNested)
        {
            if (bursts[^1].Effects.Count > 0)
            {
                scope.NoteNestedCall();
            }

            if (exchanges.Find(scope.OutermostInstanceId) is { } around)
            {
                scope.Exchange.Unit.AfterCommit(() => around.SettleWritten(bursts));
            }
        }
        else if (exchanges.Find(instance.Id) is { } waiting)
        {
            scope.Exchange.Unit.AfterCommit(() => waiting.Settle(bursts, scope.HasNestedCalls));
        }
        else if (instance.ParentInstanceId is { } parentId && exchanges.Find(parentId) is { } parents)
        {
            scope.Exchange.Unit.AfterCommit(() => parents.SettleOfChild(bursts));
        }
    }

    private static StoredInstance Row(StoredInstanceOwner owner, WorkflowInstance instance, StoredInstance? before, DateTimeOffset now) => new()
    {
        Id = instance.Id,
        Tenant = owner.Tenant,
        Partition = owner.Partition,
        JourneyId = owner.JourneyId,
        ParentId = instance.ParentInstanceId,
        DefinitionId = instance.DefinitionId,
        VersionId = instance.DefinitionVersionId,
        Version = instance.Version,
        CorrelationId = instance.CorrelationId,
        Name = instance.Name,
        Status = instance.Status.ToString(),
        SubStatus = instance.SubStatus.ToString(),
        Incidents = instance.Incidents.Count,
        Revision = (before?.Revision ?? 0) + 1,
        CreatedAt = before?.CreatedAt ?? now,
        UpdatedAt = now,
        FinishedAt = instance.Status == WorkflowStatus.Finished ? now : null,
        State = instance.Serialize(),
    };

    // A bookmark that one burst made and the next one used never reaches the store: only what is left counts.
    private void WriteBookmarks(BurstScope scope, IReadOnlyList<Burst> bursts, StoredInstance? before)
    {
        var instance = bursts[^1].Instance;
        var owner = scope.Owner;
        if (instance.Status == WorkflowStatus.Finished)
        {
            if (before is not null)
            {
                scope.Add(new ForgetWaits(owner.InstanceId, owner.Partition));
            }

            return;
        }

        // One that a fault had ended had its waits forgotten; now it waits for all of them again.
        var isRevived = before is { Status: nameof(WorkflowStatus.Finished) };
        HashSet<string>? created = null;
        foreach (var burst in bursts)
        {
            foreach (var burned in burst.BurnedBookmarks)
            {
                if (created?.Remove(burned.Id) != true && burned.EffectId is null && !isRevived)
                {
                    scope.Add(new RemoveBookmark(burned.Id));
                }
            }

            // What an outside call's result resumes is named by its claim; no stimulus looks for it.
            foreach (var bookmark in burst.CreatedBookmarks)
            {
                if (bookmark.EffectId is null)
                {
                    (created ??= new(StringComparer.Ordinal)).Add(bookmark.Id);
                }
            }
        }

        foreach (var bookmark in instance.Bookmarks)
        {
            if (created?.Contains(bookmark.Id) == true || (isRevived && bookmark.EffectId is null))
            {
                var added = new StoredBookmark(
                    bookmark.Id,
                    owner.Tenant,
                    owner.InstanceId,
                    owner.Partition,
                    instance.CorrelationId,
                    bookmark.Name,
                    bookmark.Hash,
                    bookmark.DueAt);
                scope.Add(new AddBookmark(added));
                events.Meet(scope.Exchange.Unit, added, bookmark.ActivityInstanceId);
            }
        }
    }

    private void WriteEffects(BurstScope scope, Burst burst, DateTimeOffset now)
    {
        foreach (var effect in burst.Effects)
        {
            var request = EffectRequest.Of(effect);
            var claim = new ClaimedEffect(
                effect.EffectId,
                scope.Owner.Tenant,
                scope.Owner.InstanceId,
                scope.Owner.Partition,
                effect.BookmarkId,
                request.Serialize(),
                now);
            scope.Add(new ClaimEffect(claim));
            scope.Exchange.Unit.AfterCommit(() => effects.Add(new QueuedEffect(claim, request) { TraceParent = scope.Exchange.Envelope.TraceParent }));
        }
    }

    private void WriteEvents(BurstScope scope, Burst burst, DateTimeOffset now)
    {
        foreach (var published in burst.PublishedEvents)
        {
            var id = ids.NewId();
            scope.Add(new AddToOutbox(new OutboxMessage
            {
                Id = id,
                Tenant = scope.Owner.Tenant,
                Partition = scope.Owner.Partition,
                Connector = EventLane,
                Operation = published.EventName,
                IdempotencyKey = id,
                Payload = WorkflowEventChannel.Serialize(published),
                JourneyId = scope.Owner.JourneyId,
                CreatedAt = now,
            }));
            scope.Exchange.Unit.AfterCommit(() => relay.Wake(EventLane));
        }
    }
}
