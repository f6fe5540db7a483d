using Hub.Server.Web;
using Microsoft.AspNetCore.Authentication;

namespace Hub.Server.Security;

/// <summary>
/// Stands before every route and lets through who its <see cref="AccessRule"/> admits. A route without a rule is closed. Comes after
/// routing and authentication. Files that a middleware serves without a route are outside: only the open pages may be served so.
/// </summary>
internal sealed partial class AccessGate(RequestDelegate next, ILogger<AccessGate> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Routing's own answers (405, 415) are endpoints too, but no routes: they lead to nothing.
        if (context.GetEndpoint() is not RouteEndpoint route)
        {
            return next(context);
        }

        var rule = route.Metadata.GetMetadata<AccessRule>();
        if (rule is OpenRule)
        {
            return next(context);
        }

        if (context.TryGetCaller() is not { } caller)
        {
            return TurnAwayAsync(context, null);
        }

        switch (rule)
        {
            case AuthenticatedRule:
            case PermissionRule allowed when caller.May(allowed.Permission):
                return next(context);
            case PermissionRule needed:
                Log.Forbidden(logger, caller.KeyId, needed.Permission, route.RoutePattern.RawText);
                return TurnAwayAsync(context, SecurityProblems.MissingPermission(needed.Permission));
            default:
                Log.NoRule(logger, route.RoutePattern.RawText);
                return TurnAwayAsync(context, SecurityProblems.Closed);
        }
    }

    /// <param name="problem">Null: the caller is not authenticated, and authentication itself says why.</param>
    private static Task TurnAwayAsync(HttpContext context, Problem? problem)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            return context.RefuseAsync(problem ?? context.Features.Get<AuthenticationRefusal>()?.Problem ?? SecurityProblems.NotAuthenticated, context.RequestAborted);
        }

        return problem is null
            ? context.ChallengeAsync(HubAuthentication.SchemeName)
            : context.WriteProblemAsync(problem, context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(7030, LogLevel.Warning, "Key {KeyId} lacks {Permission} for {Route}.")]
        public static partial void Forbidden(ILogger logger, string keyId, string permission, string? route);

        [LoggerMessage(7031, LogLevel.Error, "{Route} has no access rule and is therefore closed. Give it RequirePermission or AllowAnonymousAccess.")]
        public static partial void NoRule(ILogger logger, string? route);
    }
}
