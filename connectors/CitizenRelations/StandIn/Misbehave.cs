using System.Diagnostics;
using System.Globalization;

namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>Endpoint filter: does to a call what the stand-in was told to do to it.</summary>
internal sealed class Misbehave(string operation, Behaviours behaviours, TimeProvider time) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var told = behaviours.For(operation);
        if (told.LatencyMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(told.LatencyMs), time, http.RequestAborted);
        }

        if (told.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, http.RequestAborted);
        }

        if (told.Reset)
        {
            http.Abort();
            return Results.Empty;
        }

        if (told.Garble)
        {
            return Results.Text("<html>Maintenance</html>", "text/html");
        }

        if (told.EffectiveStatus is { } status)
        {
            http.Response.Headers.RetryAfter = told.RetryAfter?.ToString(CultureInfo.InvariantCulture);
            return new Erreur(status, status == 429 ? "TROP_DE_REQUETES" : "INDISPONIBLE", "Erreur demandée au simulateur.");
        }

        var answer = await next(context);
        if (told.Die)
        {
            Process.GetCurrentProcess().Kill(); // as kill -9: no handler runs
        }

        if (told.DropAnswer)
        {
            http.Abort();
            return Results.Empty;
        }

        return answer;
    }
}
