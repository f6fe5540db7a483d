using System.Text;
using Hub.Server.Web;
using Hub.Server.Web.Admission;

namespace Hub.Server.Monitoring;

/// <summary>What the machine room and the director look at: health, metrics, flows, quality.</summary>
internal static class MonitoringEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var everywhere = new ListenerRule(Listener.Http, Listener.Management);
        routes.MapGet("/health/live", () => Results.Ok(new { status = "live" }))
            .WithName("live").WithTags("Health").WithMetadata(everywhere).AllowAnonymousAccess("Probes ask without a key whether the process lives.").WithWork(WorkClass.Exempt);
        routes.MapGet("/health/ready", (HubHealth health) => health.IsReady ? Results.Ok(new { status = "ready" }) : Results.Json(new { status = "not-ready" }, statusCode: 503))
            .WithName("ready").WithTags("Health").WithMetadata(everywhere).AllowAnonymousAccess("Probes ask without a key whether requests can be taken.").WithWork(WorkClass.Exempt);
        routes.MapGet("/health/detail", (HubHealth health) => Results.Json(health.Detail(), statusCode: health.IsReady ? 200 : 503))
            .ExcludeFromDescription().WithMetadata(new ListenerRule(Listener.Management)).AllowAnonymousAccess("Only at the machine room's door.").WithWork(WorkClass.Exempt);
        routes.MapGet("/metrics", (PrometheusText metrics) => Results.Text(metrics.Write(), "text/plain; version=0.0.4", Encoding.UTF8))
            .ExcludeFromDescription().WithMetadata(new ListenerRule(Listener.Management)).AllowAnonymousAccess("Only at the machine room's door; no personal data.").WithWork(WorkClass.Exempt);
        IncidentEndpoint.Map(routes);
        routes.MapGet("/api/flows", Flows)
            .WithName("listFlows").WithSummary("What passed between the systems / Les flux entre systèmes").WithTags("Flows")
            .RequirePermission(Permissions.FlowsRead);
        routes.MapGet("/api/quality", Quality)
            .WithName("listQuality").WithSummary("How each procedure fares / Qualité de service par démarche").WithTags("Quality")
            .RequirePermission(Permissions.QualityRead);
    }

    private static IResult Flows(HttpContext context, IFlowStatistics statistics, Exchange.Outbox.IOutbox outbox, TimeProvider clock, DateTimeOffset? from, DateTimeOffset? to)
    {
        var (start, end) = Span(from, to, clock);
        var backlog = outbox.Backlog();
        return Results.Ok(new
        {
            from = start,
            to = end,
            items = statistics.Flows(context.Caller().Tenant, start, end).Select(flow => new
            {
                flow.System,
                flow.Sent,
                flow.Answered,
                flow.Failed,
                flow.Events,
                waiting = backlog.GetValueOrDefault(flow.System),
                flow.LastSuccess,
                flow.LastFailure,
            }),
            next = (string?)null,
        });
    }

    private static IResult Quality(HttpContext context, IFlowStatistics statistics, TimeProvider clock, DateTimeOffset? from, DateTimeOffset? to)
    {
        var (start, end) = Span(from, to, clock);
        return Results.Ok(new { from = start, to = end, items = statistics.Quality(context.Caller().Tenant, start, end, clock.GetUtcNow()), next = (string?)null });
    }

    // A director who names no span looks at the last thirty days.
    private static (DateTimeOffset From, DateTimeOffset To) Span(DateTimeOffset? from, DateTimeOffset? to, TimeProvider clock)
    {
        var end = to ?? clock.GetUtcNow();
        return (from ?? end.AddDays(-30), end);
    }
}
