using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Workflows.Events;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// Sends an event to every workflow that it concerns: starts new instances of matching triggers, resumes matching bookmarks, and is
/// kept for a while where it resumed nobody. Each receiver is a message of its own through the one door, so one that fails does not
/// hold up the others.
/// </summary>
internal sealed class WorkflowSignals(ExchangePipeline pipeline, IDefinitionStore definitions, IWorkflowStore store, KeptEvents events, IKeptEvents kept, IdGenerator ids, TimeProvider clock)
{
    private const string Source = "hub:events";

    // Stands where else the receiver does: the event was kept.
    private const string Kept = "kept";

    /// <summary>Sends a named event. Returns how many workflows received it; one that is kept was received by none yet.</summary>
    /// <param name="eventId">The same event sent again reaches each receiver once. Without a slash.</param>
    public async Task<int> SendEventAsync(TenantId tenant, string eventName, JsonElement payload, SignalFilter filter, string eventId, CancellationToken cancellationToken)
    {
        var told = KeptEvent.Of(tenant, eventName, filter, payload, clock.GetUtcNow());
        var started = filter is { InstanceId: null, ActivityInstanceId: null } ? await StartAsync(told, payload, eventId, cancellationToken) : 0;
        return started + await ResumeOrKeepAsync(told, payload, bookmarkId: null, eventId, cancellationToken);
    }

    /// <summary>Brings a kept event to the bookmark that it was given to. Gone meanwhile, it goes to whoever waits for it, or is kept again.</summary>
    public async Task HandOverAsync(KeptEvent told, string bookmarkId, string orderId, CancellationToken cancellationToken)
    {
        var payload = told.Payload.IsEmpty ? default : JsonElement.Parse(told.Payload.Span);
        await ResumeOrKeepAsync(told, payload, bookmarkId, orderId, cancellationToken);
    }

    private async Task<int> StartAsync(KeptEvent told, JsonElement payload, string eventId, CancellationToken cancellationToken)
    {
        var started = 0;
        foreach (var trigger in definitions.FindTriggers(told.Tenant, told.Hash))
        {
            var start = new WorkflowStart(
                trigger.VersionId,
                new StartWorkflow { InstanceId = ids.NewId(), CorrelationId = told.Filter.CorrelationId, TriggerActivityId = trigger.ActivityId, TriggerInput = payload },
                null);
            await pipeline.SendAsync(Envelope(told.Tenant, MessageTypes.WorkflowRun, trigger.VersionId, $"{eventId}/{trigger.VersionId}", null), start, cancellationToken);
            started += start.Refusal is null ? 1 : 0;
        }

        return started;
    }

    // A workflow that waits again for the same event, as in a loop, is a new receiver for the next event and not for this one. So each
    // message of an event names the moment at which its receivers were looked for, as an identifier made then: sent again, the event
    // goes to those alone that waited at that moment, whose bookmarks have smaller identifiers, and has not reached.
    private async Task<int> ResumeOrKeepAsync(KeptEvent told, JsonElement payload, string? bookmarkId, string eventId, CancellationToken cancellationToken)
    {
        while (true)
        {
            // In this order: a bookmark that the event has used up is gone no earlier than its message is in the inbox.
            var waiting = bookmarkId is null ? events.Look(told).Waiting : WaitingFirst(told, bookmarkId);
            var look = ids.NewId();
            var before = kept.MessagesOf(told.Tenant, Source, eventId);
            if (before.Contains(Kept))
            {
                return 0;
            }

            // Those that it started do not count.
            var received = before.Where(receiver => definitions.FindVersion(receiver) is null).ToList();
            if (received.Count > 0)
            {
                if (bookmarkId is not null)
                {
                    // It was for one only.
                    return 0;
                }

                look = received.Select(receiver => receiver.Split('/')[0]).Min(StringComparer.Ordinal)!; // there is one
                waiting = [.. waiting.Where(bookmark => string.CompareOrdinal(bookmark.Id, look) < 0)];
            }

            var resumed = 0;
            foreach (var bookmark in waiting)
            {
                var resume = new BookmarkResume(payload) { IsForAnybody = true };
                await pipeline.SendAsync(
                    Envelope(told.Tenant, MessageTypes.WorkflowEvent, bookmark.Id, $"{eventId}/{look}/{bookmark.Id}", bookmark.Partition), resume, cancellationToken);
                resumed += resume.CameTooLate ? 0 : 1;
            }

            // Sent again, it may find that all who waited had it the first time.
            if (resumed > 0 || received.Count > 0)
            {
                return resumed;
            }

            var toKeep = new EventToKeep(told);
            await pipeline.SendAsync(Envelope(told.Tenant, MessageTypes.WorkflowEvent, told.Hash, $"{eventId}/{Kept}", null), toKeep, cancellationToken);
            if (!toKeep.IsAwaited)
            {
                return 0;
            }
        }
    }

    // One kept event reaches one bookmark.
    private IReadOnlyList<StoredBookmark> WaitingFirst(KeptEvent told, string bookmarkId) =>
        store.FindBookmark(bookmarkId) is { } meant && meant.Hash == told.Hash ? [meant] : [.. events.Look(told).Waiting.Take(1)];

    private Envelope Envelope(TenantId tenant, string type, string subject, string id, string? partition) => new()
    {
        MessageId = new(tenant, Source, id),
        Type = type,
        Subject = subject,
        Time = clock.GetUtcNow(),
        Partition = partition,
    };
}

/// <summary>Whom a signal is meant for; null means everybody.</summary>
internal sealed record SignalFilter(string? CorrelationId, string? InstanceId, string? ActivityInstanceId = null);
