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
internal sealed partial class ScheduledStarts(
    IDefinitionStore definitions,
    IWorkflowStore waits,
    IUnitOfWorkStore store,
    HubOptions options,
    IdGenerator ids,
    TimeProvider clock,
    ILogger<ScheduledStarts> logger)
{
    private static readonly string[] TimedNames = [TriggerSchedule.Timer, TriggerSchedule.Cron, TriggerSchedule.StartAt];

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

    /// <summary>
    /// Gives a row to each trigger in force that has none: an earlier version of the hub published it without. All in one commit;
    /// a second call finds nothing left to do. For the start, before the timers run. Returns how many rows were written.
    /// </summary>
    public async Task<int> InstallMissingAsync(CancellationToken cancellationToken)
    {
        var missing = TimedNames.SelectMany(definitions.TriggersNamed).Where(trigger => !HasRow(trigger)).SelectMany(BeginOrTell).ToArray();
        if (missing.Length > 0)
        {
            await store.CommitAsync(missing, cancellationToken);
            Log.Installed(logger, missing.Length);
        }

        return missing.Length;
    }

    // Whichever authority it runs for: the hub's own may be another one since.
    private bool HasRow(StoredTrigger trigger) =>
        waits.BookmarksOf(trigger.VersionId).Any(row => IsOne(row) && row.CorrelationId == trigger.ActivityId);

    // One that cannot be reckoned is no reason not to start the hub and all the others.
    private IReadOnlyList<IChange> BeginOrTell(StoredTrigger trigger)
    {
        try
        {
            return [.. Begin([trigger])];
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            Log.NotInstalled(logger, trigger.VersionId, trigger.ActivityId, error);
            return [];
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

    private static partial class Log
    {
        [LoggerMessage(5301, LogLevel.Information, "{Count} timed triggers that an earlier version of the hub published had no time yet; they start their workflows from now on.")]
        public static partial void Installed(ILogger logger, int count);

        [LoggerMessage(5302, LogLevel.Error, "The timed trigger {ActivityId} of definition version {VersionId} starts nothing: this machine does not know its time zone. Install the time zones, or publish the workflow with another one.")]
        public static partial void NotInstalled(ILogger logger, string versionId, string activityId, Exception error);
    }
}
