using System.Globalization;
using System.Text.Json;
using Hub.Server.Security.Problems;

namespace Hub.Server.Security.Audit;

/// <summary><c>GET /api/audit</c>: what was done, by which key, in one local authority.</summary>
internal static class AuditEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    private static readonly Problem UnknownAction = new(
        400,
        "unknown-action",
        new("Action inconnue", "Unknown action"),
        new(
            $"Le paramètre action est l'une de : {string.Join(", ", AuditCatalog.Actions.Keys)}.",
            $"The parameter action is one of: {string.Join(", ", AuditCatalog.Actions.Keys)}."));

    private static readonly Problem UnknownCursor = new(
        400,
        "unknown-cursor",
        new("Curseur illisible", "Unreadable cursor"),
        new("Reprenez la valeur de « next » telle que la page précédente l'a donnée.", "Take the value of \"next\" as the page before gave it."));

    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGet("/api/audit", Search)
        .WithName("searchAudit").WithSummary("Who did what, newest first / Qui a fait quoi").WithTags("Audit")
        .RequirePermission(Permissions.AuditRead);

    private static IResult Search(
        HttpContext context, IAuditStore audit, string? actor, string? action, string? subject, DateTimeOffset? from, DateTimeOffset? to, string? cursor, int? limit)
    {
        if (action is not null && !AuditCatalog.Actions.ContainsKey(action))
        {
            return UnknownAction.ToResult();
        }

        long? before = null;
        if (cursor is not null)
        {
            if (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return UnknownCursor.ToResult();
            }

            before = number;
        }

        var caller = context.Caller();
        var size = Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);
        var rows = audit.Search(new AuditSearch(caller.Tenant, actor, action, subject, from, to, before, size + 1) { WithShared = caller.AllTenants });
        var page = rows.Take(size).ToArray();
        return Results.Ok(new AuditPage(
            [.. page.Select(AuditItem.Of)],
            rows.Count > size ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null));
    }
}

/// <param name="Next">Cursor of the next page; null on the last.</param>
internal sealed record AuditPage(IReadOnlyList<AuditItem> Items, string? Next);

/// <summary>One entry, as people read it.</summary>
/// <param name="Meaning">What the action means, in both languages.</param>
/// <param name="Hash">Its place in the chain, in hexadecimal; to compare with an exported log.</param>
internal sealed record AuditItem(
    long Sequence, DateTimeOffset At, string Tenant, string Actor, string Action, LocalizedText Meaning, string Subject, string Outcome, JsonElement Detail, string Hash)
{
    public static AuditItem Of(AuditRow row) => new(
        row.Sequence,
        row.Entry.At,
        row.Entry.Tenant,
        row.Entry.Actor,
        row.Entry.Action,
        AuditCatalog.Actions.GetValueOrDefault(row.Entry.Action) ?? new LocalizedText(row.Entry.Action, row.Entry.Action),
        row.Entry.Subject,
        row.Entry.Outcome switch { AuditOutcome.Succeeded => "succeeded", AuditOutcome.Refused => "refused", _ => "failed" },
        JsonElement.Parse(row.Entry.Detail),
        Convert.ToHexStringLower(row.Hash));
}
