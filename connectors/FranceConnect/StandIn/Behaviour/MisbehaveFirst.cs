namespace Hub.Connectors.FranceConnect.StandIn.Behaviour;

/// <summary>Makes a protocol route slow or failing, as told, before it does its work.</summary>
internal sealed class MisbehaveFirst(BehaviourBook book, TimeProvider time) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (latencyMs, failWith) = book.NextAnswer(NameOf(http.Request.Path));
        if (latencyMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(latencyMs), time, http.RequestAborted);
        }

        switch (failWith)
        {
            case null:
                return await next(context);
            case 0:
                http.Abort();
                return Results.Empty;
            default:
                return Results.Text("The stand-in was told to fail.", "text/plain", statusCode: failWith);
        }
    }

    private static string NameOf(PathString path) => path.Value switch
    {
        { } value when value.EndsWith("/openid-configuration", StringComparison.Ordinal) => "discovery",
        { } value when value.EndsWith("/session/end", StringComparison.Ordinal) => "session",
        { } value => value[(value.LastIndexOf('/') + 1)..],
        null => "",
    };
}
