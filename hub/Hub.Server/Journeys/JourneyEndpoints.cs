
using Hub.Server.Web;

namespace Hub.Server.Journeys;

/// <summary><c>GET /api/journeys</c>: where a request stands, and who received what, when.</summary>
internal static class JourneyEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    private static readonly Problem Unknown = new(
        404,
        "unknown-journey",
        new("Parcours inconnu", "Unknown journey"),
        new(
            "Aucun parcours de cette collectivité ne porte cet identifiant ni ce code de reprise.",
            "No journey of this local authority has this identifier or hand-over code."));

    private static readonly Problem UnknownState = new(
        400,
        "unknown-state",
        new("État inconnu", "Unknown state"),
        new(
            "state vaut running, waiting, completed, refused, abandoned, faulted ou cancelled.",
            "state is running, waiting, completed, refused, abandoned, faulted or cancelled."));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/journeys", Search)
            .WithName("searchJourneys").WithSummary("Search journeys by any identifier / Chercher des parcours").WithTags("Journeys")
            .RequirePermission(Permissions.JourneysRead);
        routes.MapGet("/api/journeys/{idOrCode}", Get)
            .WithName("getJourney").WithSummary("One journey / Un parcours").WithTags("Journeys")
            .RequirePermission(Permissions.JourneysRead);
    }

    private static IResult Get(string idOrCode, HttpContext context, IJourneyStore journeys, TimeProvider clock)
    {
        var tenant = context.Caller().Tenant;
        var id = journeys.FindByHandOverCode(tenant, idOrCode) ?? new JourneyId(idOrCode);
        return journeys.Find(tenant, id) is { } journey
            ? Results.Ok(JourneyView.Of(journey, journeys.Events(tenant, id), clock.GetUtcNow()))
            : Unknown.ToResult();
    }

    private static IResult Search(
        HttpContext context,
        IJourneyStore journeys,
        string? key,
        string? procedure,
        string? state,
        string? connector,
        string? channel,
        DateTimeOffset? from,
        DateTimeOffset? to,
        DateOnly? dueBy,
        string? tenant,
        string? cursor,
        int? limit,
        TimeProvider clock)
    {
        var caller = context.Caller();
        JourneyState? wanted = null;
        if (!string.IsNullOrEmpty(state))
        {
            if (!Enum.TryParse<JourneyState>(state, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed))
            {
                return UnknownState.ToResult();
            }

            wanted = parsed;
        }

        // A key of one local authority finds nothing of another, whatever it asks for.
        var scope = string.IsNullOrEmpty(tenant) || tenant == caller.Tenant.Value ? caller.Tenant
            : caller.AllTenants ? new TenantId(tenant)
            : new TenantId("");
        var count = Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);
        var found = journeys.Search(new JourneySearch(
            scope,
            NullIfEmpty(key),
            NullIfEmpty(procedure),
            wanted,
            NullIfEmpty(connector),
            NullIfEmpty(channel),
            from,
            to,
            dueBy is { } day ? LegalDeadline.EndOf(day) : null,
            NullIfEmpty(cursor),
            count + 1));
        var page = found.Take(count).ToArray();
        var now = clock.GetUtcNow();
        return Results.Ok(new
        {
            items = page.Select(journey => JourneyView.Of(journey, [], now)),
            next = found.Count > count ? page[^1].Id.Value : null,
        });
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
