using System.Text.Json;
using Hub.Server.Web;

namespace Hub.Server.Security.Audit;

/// <summary>
/// <c>GET /api/audit</c>: who did what, newest first, inside one local authority. Who administers the whole hub also sees what
/// concerns all of it: backups, restorations, keys for every authority.
/// </summary>
internal static class AuditEndpoints
{
    private const int MaxLimit = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/audit", List)
        .WithName("listAudit")
        .WithSummary("Audit log / Journal d'audit")
        .WithTags("Audit")
        .RequirePermission(Permissions.AuditRead);

    private static IResult List(HttpContext context, IAuditStore audit, string? actor, string? action, string? subject, DateTimeOffset? from, DateTimeOffset? to, long? cursor, int? limit)
    {
        var count = Math.Clamp(limit ?? 50, 1, MaxLimit);
        var caller = context.Caller();
        var runsTheHub = caller.AllTenants && caller.Roles.Contains(Roles.Administrator);
        var found = audit.Search(new AuditSearch(caller.Tenant, actor, action, subject, from, to, cursor, count + 1, runsTheHub));
        var page = found.Take(count).ToArray();
        return Results.Ok(new
        {
            items = page.Select(row => new
            {
                row.Sequence,
                row.Entry.At,
                row.Entry.Tenant,
                row.Entry.Actor,
                row.Entry.Action,
                title = AuditCatalog.Actions.GetValueOrDefault(row.Entry.Action),
                row.Entry.Subject,
                outcome = row.Entry.Outcome,
                detail = JsonElement.Parse(row.Entry.Detail),
                hash = Convert.ToHexStringLower(row.Hash),
            }),
            next = found.Count > count ? page[^1].Sequence : (long?)null,
        });
    }
}
