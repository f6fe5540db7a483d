using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// Sends a stimulus to every workflow that it concerns: starts new instances of matching triggers, resumes matching bookmarks.
/// Each receiver is a message of its own through the one door, so one that fails does not hold up the others.
/// </summary>
internal sealed class WorkflowSignals(ExchangePipeline pipeline, IWorkflowStore store, IDefinitionStore definitions, IdGenerator ids, TimeProvider clock)
{
    /// <summary>Sends a named event. Returns how many workflows received it.</summary>
    /// <param name="eventId">The same event sent again reaches each receiver once.</param>
    public async Task<int> SendEventAsync(TenantId tenant, string eventName, JsonElement payload, SignalFilter filter, string eventId, CancellationToken cancellationToken)
    {
        var hash = Stimulus.Hash(Stimulus.Event, Stimulus.ForEvent(eventName));
        var received = 0;
        if (filter is { InstanceId: null, ActivityInstanceId: null })
        {
            foreach (var trigger in definitions.FindTriggers(tenant, hash))
            {
                var instanceId = ids.NewId();
                var start = new WorkflowStart(
                    trigger.VersionId,
                    new StartWorkflow { InstanceId = instanceId, CorrelationId = filter.CorrelationId, TriggerActivityId = trigger.ActivityId, TriggerInput = payload },
                    null);
                await pipeline.SendAsync(Envelope(tenant, MessageTypes.WorkflowRun, trigger.VersionId, $"{eventId}/{trigger.VersionId}", null), start, cancellationToken);
                received += start.Refusal is null ? 1 : 0;
            }
        }

        foreach (var bookmark in store.FindBookmarks(tenant, hash, correlationId: filter.CorrelationId, instanceId: filter.InstanceId).Where(bookmark => Concerns(filter, bookmark)))
        {
            await pipeline.SendAsync(
                Envelope(tenant, MessageTypes.WorkflowEvent, bookmark.Id, $"{eventId}/{bookmark.Id}", bookmark.Partition),
                new BookmarkResume(payload),
                cancellationToken);
            received++;
        }

        return received;
    }

    // Which execution waits is told by the state alone: few signals name one.
    private bool Concerns(SignalFilter filter, StoredBookmark waiting) => filter.ActivityInstanceId is not { } execution
        || (store.FindInstance(waiting.InstanceId) is { } row
            && WorkflowInstance.Deserialize(row.State).Bookmarks.Any(bookmark => bookmark.Id == waiting.Id && bookmark.ActivityInstanceId == execution));

    private Envelope Envelope(TenantId tenant, string type, string subject, string id, string? partition) => new()
    {
        MessageId = new(tenant, "hub:events", id),
        Type = type,
        Subject = subject,
        Time = clock.GetUtcNow(),
        Partition = partition,
    };
}

/// <summary>Whom a signal is meant for; null means everybody.</summary>
internal sealed record SignalFilter(string? CorrelationId, string? InstanceId, string? ActivityInstanceId = null);
