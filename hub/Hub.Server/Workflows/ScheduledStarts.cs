using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Workflows.Activities.Scheduling;

namespace Hub.Server.Workflows;

/// <summary>
/// Starts workflows by the clock. Each timed trigger of a published definition has one row among the timers; when it is due, one
/// commit uses it up, starts an instance and writes the row of the next time. So no time is started twice, and those that passed
/// while the hub was down are started once, when it is up again.
/// </summary>
/// <remarks>A definition that all local authorities share is started for the one of <see cref="HubOptions.Tenant"/>.</remarks>
internal sealed class ScheduledStarts(IDefinitionStore definitions, HubOptions options, IdGenerator ids, TimeProvider clock)
{
    /// <summary>The rows of a definition that comes into force; they go with its triggers.</summary>
    public IEnumerable<IChange> Begin(IEnumerable<StoredTrigger> triggers)
    {
        foreach (var trigger in triggers.Where(trigger => TriggerSchedule.IsTimed(trigger.Name)))
        {
            if (TriggerSchedule.FirstDue(trigger.Name, JsonElement.Parse(trigger.Payload.Span), clock.GetUtcNow()) is { } first)
            {
                yield return new AddBookmark(RowOf(trigger, first));
            }
        }
    }

    public static bool IsOne(StoredBookmark timer) => timer.Name == StimulusNames.ScheduledStart;

    /// <summary>Uses up a row and writes the next one. Gives what starts now; null when its definition is no longer in force.</summary>
    public WorkflowStart? Take(StoredBookmark timer, UnitOfWork unit)
    {
        unit.Add(new RemoveBookmark(timer.Id));
        var trigger = definitions.FindTriggers(timer.Tenant, timer.Hash)
            .FirstOrDefault(trigger => trigger.VersionId == timer.InstanceId && trigger.ActivityId == timer.CorrelationId);
        if (trigger is null)
        {
            return null;
        }

        if (TriggerSchedule.NextDue(trigger.Name, JsonElement.Parse(trigger.Payload.Span), timer.DueAt!.Value, clock.GetUtcNow()) is { } next) // each row has a time
        {
            unit.Add(new AddBookmark(RowOf(trigger, next)));
        }

        return new WorkflowStart(trigger.VersionId, new() { TriggerActivityId = trigger.ActivityId }, null);
    }

    private StoredBookmark RowOf(StoredTrigger trigger, DateTimeOffset due) => new(
        ids.NewId(),
        trigger.Tenant == TenantIds.Shared ? options.Tenant : trigger.Tenant,
        trigger.VersionId,
        trigger.VersionId,
        trigger.ActivityId,
        StimulusNames.ScheduledStart,
        trigger.Hash,
        due);
}
