using Hub.Server.Security.ApiKeys;
using Hub.Server.Security.Tokens;
using Hub.Server.Web;

namespace Hub.Server.Security.SignIn;

/// <summary>Trades an API key for a browser session, and ends it.</summary>
internal static class SignInEndpoints
{
    private static readonly LocalizedText Refused = new(
        "Cette clé est inconnue, expirée ou révoquée. Vérifiez qu’elle a été copiée en entier.",
        "This key is unknown, expired or revoked. Check that it was copied whole.");

    private static readonly LocalizedText Later = new(
        "Trop d’essais refusés depuis cette adresse. Réessayez dans une minute.",
        "Too many refused attempts from this address. Try again in a minute.");

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", Show)
            .AllowAnonymousAccess("This is where a visitor without session goes.")
            .WithContentSecurityPolicy(SignInPage.Policy)
            .ExcludeFromDescription();
        routes.MapPost("/sign-in", SignInAsync)
            .AllowAnonymousAccess("This is where a visitor without session goes.")
            .WithContentSecurityPolicy(SignInPage.Policy)
            .WithBodyLimit(BodyLimits.Command)
            .ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOutAsync)
            .RequireAuthentication()
            .WithBodyLimit(BodyLimits.Command)
            .ExcludeFromDescription();
        routes.MapGet("/api/session", Session)
            .RequireAuthentication()
            .WithName("getSession")
            .WithTags("Session")
            .WithSummary("Who am I, and what may I do? / Qui suis-je, et que puis-je faire ?");
    }

    /// <summary>The form; to a page of ours that asks for JSON, only whether there is a session, so that it need not try a call that would be refused.</summary>
    private static IResult Show(HttpContext context)
    {
        context.Response.Headers.Vary = "Accept, Accept-Language, Cookie";
        if (context.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.CacheControl = "no-store";
            return Results.Ok(new { signedIn = context.TryGetCaller() is not null });
        }

        return Page(context.Request, LocalPath(context.Request.Query["return"]), wrong: null, StatusCodes.Status200OK);
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, ApiKeyRing ring, HubTokens tokens, FailedAttempts failures, IUnitOfWorkStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        // A foreign page could otherwise sign a visitor in under its own key and watch what he does.
        if (!SessionCookie.IsFromOurPages(context.Request))
        {
            return SecurityProblems.ForeignOrigin.ToResult();
        }

        if (!context.Request.HasFormContentType)
        {
            return HttpProblems.UnsupportedMediaType.ToResult();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var returnPath = LocalPath(form["return"]);
        if (ring.Check(form["key"].ToString().Trim()).Key is not { } key)
        {
            return failures.Count(context.Connection.RemoteIpAddress) is null
                ? Page(context.Request, returnPath, Refused, StatusCodes.Status401Unauthorized)
                : Page(context.Request, returnPath, Later, StatusCodes.Status429TooManyRequests);
        }

        var token = tokens.Issue(key, TokenUse.Session);
        await store.CommitAsync([Entry(clock, key.Key.Tenant, key.Key.Id, AuditCatalog.SessionOpened, token.SessionId)], cancellationToken);
        SessionCookie.Give(context, token);
        return SeeOther(context, returnPath);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, ApiKeyRing ring, IUnitOfWorkStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (caller.SessionId is { } session)
        {
            // No session outlives eight hours, so remembering its end for nine is enough.
            await store.CommitAsync(
                [new EndSession(session, clock.GetUtcNow().AddHours(9)), Entry(clock, caller.Tenant.Value, caller.KeyId, AuditCatalog.SessionClosed, session)],
                cancellationToken);
            ring.Reload();
        }

        SessionCookie.Take(context);
        return SeeOther(context, "/sign-in");
    }

    private static IResult Session(HttpContext context)
    {
        var caller = context.Caller();
        return Results.Ok(new
        {
            caller.KeyId,
            caller.DisplayName,
            Tenant = caller.Tenant.Value,
            caller.AllTenants,
            Roles = caller.Roles.Order(StringComparer.Ordinal),
            Permissions = caller.Permissions.Order(StringComparer.Ordinal),
        });
    }

    private static IResult Page(HttpRequest request, string returnPath, LocalizedText? wrong, int status)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status429TooManyRequests)
        {
            request.HttpContext.Response.Headers.RetryAfter = "60";
        }

        return Results.Content(SignInPage.Html(RequestLanguage.Of(request), returnPath, wrong), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>303: the browser follows with GET, whatever the form's method was.</summary>
    private static IResult SeeOther(HttpContext context, string path)
    {
        context.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>A path on this hub and nothing else: <c>//host</c>, <c>/\host</c> and addresses with a scheme would lead away.</summary>
    internal static string LocalPath(string? wanted) =>
        wanted is ['/', ..] and not ['/', '/' or '\\', ..] && wanted.Length <= 2048 && !wanted.Any(character => character is '\\' or < ' ' or > '~')
            ? wanted
            : "/console/";

    private static AuditEntry Entry(TimeProvider clock, string tenant, string keyId, string action, string session) =>
        new() { At = clock.GetUtcNow(), Tenant = tenant, Actor = keyId, Action = action, Subject = session };
}
