using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Hub.Server.Web.Admission;

/// <summary>
/// Stands before every route, after it is known who calls and before the body is read: quotas first, then the desk. Whoever is
/// turned away gets a problem document with <c>Retry-After</c>, or over gRPC a status with <c>grpc-retry-pushback-ms</c>.
/// </summary>
internal sealed class AdmissionGate(RequestDelegate next, AdmissionDesk desk, CallRates rates, RefusalLog log)
{
    private static readonly WorkRule Ordinary = new(WorkClass.Ordinary);

    public Task InvokeAsync(HttpContext context)
    {
        // Routing's own answers (404, 405, 415) cost nothing.
        if (context.GetEndpoint() is not RouteEndpoint route)
        {
            return next(context);
        }

        var rule = route.Metadata.GetMetadata<WorkRule>() ?? Ordinary;
        var work = rule.Class;
        if (work == WorkClass.Exempt)
        {
            return next(context);
        }

        if (desk.IsClosed && !HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            // Whoever comes again should meet the hub that takes over, not this connection.
            context.Response.Headers.Connection = "close";
        }

        var caller = context.TryGetCaller();
        if (caller is not null && rates.Count(caller) is { } used)
        {
            desk.Count(work, used.Reason);
            return RefuseAsync(context, work, used.Reason, used.Wait);
        }

        return desk.TryEnter(work, caller?.Tenant.Value ?? "", BodyOf(context, route, rule), out var ticket, out var reason)
            ? HandleAsync(context, ticket)
            : RefuseAsync(context, work, reason, RetryTime.After(reason));
    }

    private async Task HandleAsync(HttpContext context, AdmissionTicket ticket)
    {
        using (ticket)
        {
            context.Features.Set(ticket);
            await next(context);
        }
    }

    private Task RefuseAsync(HttpContext context, WorkClass work, AdmissionRefusal reason, TimeSpan wait)
    {
        log.Tell(work, reason);
        return context.RefuseAsync(OverloadProblems.For(reason, wait), context.RequestAborted);
    }

    // What is announced; where nothing is, as much as the route takes. A document streams to its file and is never held whole.
    private static long BodyOf(HttpContext context, RouteEndpoint route, WorkRule rule)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true } || route.Metadata.GetMetadata<BodyKind>() == BodyKind.Bytes)
        {
            return 0;
        }

        var most = route.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? BodyLimits.Default;
        return Math.Min(context.Request.ContentLength ?? rule.Body ?? most, most);
    }
}
