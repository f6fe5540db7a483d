using System.Globalization;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary>
/// <c>/workflow-instances/{id}/journal</c>: what happened, by sequence, a stretch at a time; all of it (GET) or what a filter lets
/// through (POST); the last line of an activity; and whether anything happened since a moment.
/// </summary>
internal static class InstanceJournal
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-instances/{id}/journal", Handle).WithName("listJournal").RequirePermission(Permissions.WorkflowsRead);
        api.MapPost("/workflow-instances/{id}/journal", HandleAsync).WithName("filterJournal").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-instances/{id}/journal/has-updates", HasUpdates).WithName("hasJournalUpdates").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-instances/{id}/journal/{activityId}", Last).WithName("getLastJournalEntry").RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult Handle(string id, int? skip, int? take, int? page, int? pageSize, HttpContext context, IInstanceDirectory instances, InstanceHistory history, GraphCache graphs) =>
        Answer(id, null, Stretch.Of(skip, take, page, pageSize), context, instances, history, graphs);

    private static async Task<IResult> HandleAsync(
        string id,
        int? skip,
        int? take,
        int? page,
        int? pageSize,
        HttpContext context,
        IInstanceDirectory instances,
        InstanceHistory history,
        GraphCache graphs,
        CancellationToken cancellationToken)
    {
        var (request, refusal) = await InstanceJson.ReadAsync<Request>(context, cancellationToken);
        return refusal ?? Answer(
            id,
            request.Filter,
            Stretch.Of(skip ?? request.Skip, take ?? request.Take, page ?? request.Page, pageSize ?? request.PageSize),
            context,
            instances,
            history,
            graphs);
    }

    // Only the stretch is kept; the rest is counted as it goes by.
    private static IResult Answer(string id, JournalFilter? filter, Stretch stretch, HttpContext context, IInstanceDirectory instances, InstanceHistory history, GraphCache graphs)
    {
        var tenant = context.Caller().Tenant;
        if (instances.Find(tenant, id) is not { } listed)
        {
            return Results.NotFound();
        }

        var steps = new InstanceSteps(graphs.Find(listed.VersionId));
        var items = new List<JournalModel>();
        var total = 0;
        foreach (var entry in history.Journal(tenant, id))
        {
            if (filter?.Lets(entry, steps) == false)
            {
                continue;
            }

            if (total >= stretch.Skip && items.Count < stretch.Take)
            {
                items.Add(JournalModel.Of(id, entry, steps));
            }

            total++;
        }

        return InstanceJson.Ok(new { items, totalCount = total });
    }

    private static IResult Last(string id, string activityId, HttpContext context, IInstanceDirectory instances, InstanceHistory history, GraphCache graphs)
    {
        var tenant = context.Caller().Tenant;
        if (instances.Find(tenant, id) is not { } listed)
        {
            return Results.NotFound();
        }

        var steps = new InstanceSteps(graphs.Find(listed.VersionId));
        var last = history.Journal(tenant, id).LastOrDefault(entry =>
            entry.Event is JournalEvent.Started or JournalEvent.Completed or JournalEvent.Faulted && steps.IdOf(entry.Execution.NodeId) == activityId);
        return last is null ? Results.NotFound() : InstanceJson.Ok(JournalModel.Of(id, last, steps));
    }

    private static IResult HasUpdates(string id, string? updatesSince, HttpContext context, IInstanceDirectory instances)
    {
        if (instances.Find(context.Caller().Tenant, id) is not { } listed)
        {
            return Results.NotFound();
        }

        var isKnown = DateTimeOffset.TryParse(updatesSince, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since);
        return InstanceJson.Ok(!isKnown || listed.UpdatedAt >= since);
    }

    private sealed record Request
    {
        public JournalFilter? Filter { get; set; }

        public int? Skip { get; set; }

        public int? Take { get; set; }

        public int? Page { get; set; }

        public int? PageSize { get; set; }
    }
}

/// <summary>Which lines of a journal are wanted; an empty list means no filter.</summary>
internal sealed record JournalFilter
{
    public HashSet<string>? ActivityIds { get; set; }

    public HashSet<string>? ActivityNodeIds { get; set; }

    public HashSet<string>? ExcludedActivityTypes { get; set; }

    public HashSet<string>? EventNames { get; set; }

    public bool Lets(RecordedEntry entry, InstanceSteps steps) =>
        Holds(EventNames, entry.EventName)
        && Holds(ActivityNodeIds, entry.Execution.NodeId)
        && (ActivityIds is not { Count: > 0 } || ActivityIds.Contains(steps.IdOf(entry.Execution.NodeId)))
        && (ExcludedActivityTypes is not { Count: > 0 } || !ExcludedActivityTypes.Contains(steps.TypeOf(entry.Execution.NodeId)));

    private static bool Holds(HashSet<string>? wanted, string value) => wanted is not { Count: > 0 } || wanted.Contains(value);
}

/// <summary>The part of a list that is asked for, as <c>skip</c> and <c>take</c> or as a page counted from 0; all of it when neither is given.</summary>
internal readonly record struct Stretch(int Skip, int Take)
{
    public static Stretch Of(int? skip, int? take, int? page, int? pageSize)
    {
        var size = Math.Max(take ?? pageSize ?? int.MaxValue, 0);
        return new((int)Math.Min(int.MaxValue, Math.Max(skip ?? (pageSize is null ? 0 : (long)(page ?? 0) * size), 0)), size);
    }
}
