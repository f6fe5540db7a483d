using System.Globalization;
using Hub.Server.Schemas.Drift;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Monitoring;

/// <summary>
/// <c>GET /api/incidents</c>: what a person must look at, newest instance first, and grouped. Beside what workflows raised themselves it
/// names, after a restore, each step that waits for a connector's event since before: if that event came after the backup, it does not
/// come again by itself. Such an entry goes as soon as the instance moves. The first page also names the schemas that what is sent drifts from.
/// </summary>
internal static class IncidentEndpoint
{
    private const int MaxLimit = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/incidents", List)
        .WithName("listIncidents").WithSummary("Incidents / Incidents").WithTags("Incidents")
        .RequirePermission(Permissions.IncidentsRead);

    private static IResult List(HttpContext context, IWorkflowStore workflows, RestorationNote note, DriftWatch drift, string? cursor, int? limit)
    {
        var tenant = context.Caller().Tenant;
        var count = Math.Clamp(limit ?? 50, 1, MaxLimit);
        var raised = workflows.WithIncidents(tenant, cursor, count + 1);
        var forgotten = note.Restoration is { } restored ? workflows.WaitingForConnectorsSince(tenant, restored.RestoredAt, cursor, count + 1) : [];
        var found = raised.Concat(forgotten).DistinctBy(instance => instance.Id).OrderByDescending(instance => instance.Id, StringComparer.Ordinal).ToArray();
        var page = found.Take(count).ToArray();
        var waiting = forgotten.Select(instance => instance.Id).ToHashSet(StringComparer.Ordinal);
        var incidents = page.SelectMany(instance => Of(instance, waiting.Contains(instance.Id) ? note.Restoration : null)).ToArray();
        return Results.Ok(new
        {
            groups = incidents.GroupBy(incident => (incident.DefinitionId, incident.ActivityId, incident.Message)).Select(group => new
            {
                group.Key.DefinitionId,
                group.Key.ActivityId,
                group.Key.Message,
                count = group.Count(),
                first = group.Min(incident => incident.At),
                last = group.Max(incident => incident.At),
            }),
            items = incidents,
            drifts = cursor is null ? drift.Alarms().Select(DriftView.Alarms) : [],
            next = found.Length > count ? page[^1].Id : null,
        });
    }

    private static IEnumerable<IncidentItem> Of(StoredInstance stored, Restoration? restored)
    {
        var instance = WorkflowInstance.Deserialize(stored.State);
        foreach (var incident in instance.Incidents)
        {
            yield return Item(incident.ActivityId, incident.ActivityType, incident.Message, incident.Timestamp);
        }

        if (restored is null)
        {
            yield break;
        }

        // A step may wait for several events and is one thing to look at.
        foreach (var step in instance.Bookmarks.Where(bookmark => bookmark.Name == StimulusNames.ConnectorEvent).DistinctBy(bookmark => bookmark.ActivityInstanceId))
        {
            yield return Item(step.ActivityId, null, MessageOf(restored), restored.RestoredAt);
        }

        IncidentItem Item(string activityId, string? activityType, string message, DateTimeOffset at) =>
            new(stored.Id, stored.JourneyId?.Value, stored.DefinitionId, stored.Version, activityId, activityType, message, at);
    }

    private static string MessageOf(Restoration restored)
    {
        var madeAt = restored.BackupMadeAt.ToString("u", CultureInfo.InvariantCulture);
        return $"The hub was put back to its backup of {madeAt}. This step waits since before for an event of a connector; one that came after the backup is not sent again by itself. "
            + "Look in the connector's system whether it happened, then send the event once more with a key of that connector (hub connector enroll). "
            + $"/ Le hub a été ramené à sa sauvegarde du {madeAt}. Cette étape attend depuis lors un événement d'un connecteur ; s'il est arrivé après la sauvegarde, il n'est pas renvoyé de lui-même. "
            + "Vérifiez dans le système du connecteur, puis renvoyez l'événement avec une clé de ce connecteur (hub connector enroll).";
    }

    private sealed record IncidentItem(
        string InstanceId, string? JourneyId, string DefinitionId, int Version, string ActivityId, string? ActivityType, string Message, DateTimeOffset At);
}

/// <summary>The restoration that this hub's state comes from; null when there was none.</summary>
internal sealed record RestorationNote(Restoration? Restoration);
