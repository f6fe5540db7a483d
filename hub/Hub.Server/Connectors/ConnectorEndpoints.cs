using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Web;

namespace Hub.Server.Connectors;

/// <summary><c>/api/connectors</c>: who is attached, how they are, and what waits for them.</summary>
internal static class ConnectorEndpoints
{
    private static readonly Problem Unknown = new(
        404,
        "unknown-connector",
        new("Connecteur inconnu", "Unknown connector"),
        new("Aucun connecteur ne porte ce nom. GET /api/connectors donne la liste.", "No connector has this name. GET /api/connectors lists them."));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/connectors", List)
            .WithName("listConnectors").WithSummary("Connectors and their health / Connecteurs et leur santé").WithTags("Connectors")
            .RequirePermission(Permissions.ConnectorsRead);
        routes.MapGet("/api/connectors/{name}", Get)
            .WithName("getConnector").WithSummary("One connector / Un connecteur").WithTags("Connectors")
            .RequirePermission(Permissions.ConnectorsRead);
        routes.MapPost("/api/connectors/{name}/test", TestAsync)
            .WithName("testConnector").WithSummary("Test a connector / Tester un connecteur").WithTags("Connectors")
            .RequirePermission(Permissions.ConnectorsOperate);
        routes.MapPost("/api/connectors/{name}/pause", (string name, HttpContext context, ConnectorRegistry registry, ConnectorSessions sessions, IUnitOfWorkStore store, TimeProvider clock) =>
                PauseAsync(name, true, context, registry, sessions, store, clock))
            .WithName("pauseConnector").WithSummary("Hold back a connector's commands / Suspendre un connecteur").WithTags("Connectors")
            .RequirePermission(Permissions.ConnectorsOperate);
        routes.MapPost("/api/connectors/{name}/resume", (string name, HttpContext context, ConnectorRegistry registry, ConnectorSessions sessions, IUnitOfWorkStore store, TimeProvider clock) =>
                PauseAsync(name, false, context, registry, sessions, store, clock))
            .WithName("resumeConnector").WithSummary("Let a connector's commands go / Reprendre un connecteur").WithTags("Connectors")
            .RequirePermission(Permissions.ConnectorsOperate);
    }

    private static IResult List(ConnectorRegistry registry, ConnectorSessions sessions, IOutbox outbox)
    {
        var backlog = outbox.Backlog();
        return Results.Ok(new { items = registry.All.Select(connector => Summary(connector, sessions, backlog)), next = (string?)null });
    }

    private static IResult Get(string name, ConnectorRegistry registry, ConnectorSessions sessions, IOutbox outbox) => registry.Find(name) is { } connector
        ? Results.Ok(new { summary = Summary(connector, sessions, outbox.Backlog()), manifest = connector.Manifest.Json })
        : Unknown.ToResult();

    private static async Task<IResult> TestAsync(string name, HttpContext context, ConnectorRegistry registry, ConnectorSessions sessions, IUnitOfWorkStore store, TimeProvider clock)
    {
        if (registry.Find(name) is null)
        {
            return Unknown.ToResult();
        }

        var attached = sessions.Of(name);
        await AuditAsync(context, AuditCatalog.ConnectorTested, name, store, clock);
        return Results.Ok(new
        {
            ok = attached.Count > 0 && attached.All(session => session.IsHealthy),
            attached = attached.Count,
            detail = attached.Count == 0
                ? new LocalizedText("Le connecteur n'est pas raccordé.", "The connector is not attached.")
                : new LocalizedText(string.Join(" ", attached.Select(session => session.HealthDetail)).Trim(), string.Join(" ", attached.Select(session => session.HealthDetail)).Trim()),
        });
    }

    private static async Task<IResult> PauseAsync(string name, bool isPaused, HttpContext context, ConnectorRegistry registry, ConnectorSessions sessions, IUnitOfWorkStore store, TimeProvider clock)
    {
        if (!await registry.PauseAsync(name, isPaused))
        {
            return Unknown.ToResult();
        }

        sessions.NotifyCapacity(name);
        await AuditAsync(context, isPaused ? AuditCatalog.ConnectorPaused : AuditCatalog.ConnectorResumed, name, store, clock);
        return Results.Ok(new { name, paused = isPaused });
    }

    private static Task AuditAsync(HttpContext context, string action, string name, IUnitOfWorkStore store, TimeProvider clock)
    {
        var caller = context.Caller();
        return store.CommitAsync(
            [new AuditEntry { At = clock.GetUtcNow(), Tenant = caller.Tenant.Value, Actor = caller.KeyId, Action = action, Subject = name }],
            CancellationToken.None);
    }

    private static object Summary(KnownConnector connector, ConnectorSessions sessions, IReadOnlyDictionary<string, long> backlog)
    {
        var attached = sessions.Of(connector.Manifest.Name);
        return new
        {
            connector.Manifest.Name,
            connector.Manifest.Title,
            connector.Manifest.Version,
            connector.Manifest.Category,
            state = connector.IsPaused ? "paused" : attached.Count == 0 ? "away" : attached.All(session => session.IsHealthy) ? "attached" : "unhealthy",
            paused = connector.IsPaused,
            waiting = backlog.GetValueOrDefault(connector.Manifest.Name),
            connector.SeenAt,
            instances = attached.Select(session => new { session.Instance, session.AttachedAt, session.Credit, healthy = session.IsHealthy, detail = session.HealthDetail }),
            operations = connector.Manifest.Operations.Select(operation => new { operation.Name, kind = operation.Kind.ToString().ToLowerInvariant(), operation.Title }),
        };
    }
}
