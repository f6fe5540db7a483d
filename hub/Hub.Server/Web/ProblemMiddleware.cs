
namespace Hub.Server.Web;

/// <summary>
/// The edge where HTTP's errors are translated, once: exceptions and bare error statuses become problem documents. Stands first in
/// the pipeline. Never tells an exception's text to the caller. Elsa's addresses keep their own forms for bare statuses.
/// </summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    // What other servers answer when the caller went away; nobody reads it, but the request log does.
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsBareError(context))
            {
                var status = context.Response.StatusCode;
                await context.WriteProblemAsync((status == StatusCodes.Status400BadRequest ? RefusedParameter.Find(context) : null) ?? HttpProblems.ForStatus(status), context.RequestAborted);
            }
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientClosedRequest;
            }
        }
        catch (Exception error)
        {
            await AnswerAsync(context, error);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception error)
    {
        var problem = error switch
        {
            BadHttpRequestException bad => HttpProblems.ForStatus(bad.StatusCode),
            StoreUnavailableException store => HttpProblems.StoreUnavailable(store.Trouble),
            IOException io when DiskTrouble.Of(io) is { } trouble => HttpProblems.StoreUnavailable(trouble),
            OutOfMemoryException => HttpProblems.OutOfMemory,
            _ => HttpProblems.Unexpected,
        };
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            Log.Unexpected(logger, error, context.Request.Method, RouteOf(context));
        }
        else
        {
            Log.Refused(logger, context.Request.Method, RouteOf(context), problem.Status, problem.Code);
        }

        if (context.Response.HasStarted)
        {
            // Half of an answer is out: only a broken connection can still tell the caller that it is not whole.
            context.Abort();
            return;
        }

        context.Response.Clear();
        await context.WriteProblemAsync(problem, context.RequestAborted);
    }

    private static bool IsBareError(HttpContext context) =>
        context.Response is { HasStarted: false, StatusCode: >= 400 and < 600, ContentType: null, ContentLength: null or 0 }
        && context.GetEndpoint()?.Metadata.GetMetadata<OwnErrors>() is null
        && !context.Request.Path.StartsWithSegments("/elsa", StringComparison.OrdinalIgnoreCase);

    // The pattern, not the path: a path can hold what somebody typed.
    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    private static partial class Log
    {
        [LoggerMessage(7010, LogLevel.Error, "{Method} {Route} failed unexpectedly.")]
        public static partial void Unexpected(ILogger logger, Exception error, string method, string route);

        [LoggerMessage(7011, LogLevel.Information, "{Method} {Route} was answered {Status} {Code}.")]
        public static partial void Refused(ILogger logger, string method, string route, int status, string code);
    }
}

/// <summary>The route answers a bare error status on purpose, as a workflow may: it is not filled with a problem document.</summary>
public sealed record OwnErrors;
