using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Security.Tokens;
using Hub.Server.Web;

namespace Hub.Server.ElsaApi.Identity;

/// <summary>
/// <c>POST /identity/login</c> trades an API key (sent as the password; the user name is free) for an access and a refresh token;
/// <c>POST /identity/refresh-token</c> trades the refresh token for a new pair, until eight hours after the sign-in. Refused
/// credentials count against the address as they do everywhere, and past its allowance the answer is 429.
/// </summary>
internal static class IdentityEndpoints
{
    private const string BearerWord = "Bearer ";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/identity/login", LogInAsync)
            .WithName("login")
            .WithMetadata(BodyKind.Json, OwnCredentials.Instance)
            .WithBodyLimit(BodyLimits.Command)
            .AllowAnonymousAccess("Whoever signs in has no token yet; the key is in the body.");
        api.MapPost("/identity/refresh-token", RefreshAsync)
            .WithName("refreshToken")
            .WithMetadata(OwnCredentials.Instance)
            .WithBodyLimit(BodyLimits.Command)
            .AllowAnonymousAccess("The refresh token in the header is looked at here: it opens nothing else.");
    }

    private static async Task<IResult> LogInAsync(
        HttpContext context, ApiKeyRing ring, HubTokens tokens, FailedAttempts failures, IUnitOfWorkStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadBodyAsync(context, cancellationToken);
        if (ring.Check(body.Text("password")?.Trim() ?? "").Key is not { } key)
        {
            return Refuse(context, failures, StatusCodes.Status200OK);
        }

        return await AcceptAsync(context, tokens, key, tokens.Issue(key, TokenUse.Refresh), store, clock, cancellationToken);
    }

    private static async Task<IResult> RefreshAsync(
        HttpContext context, HubTokens tokens, FailedAttempts failures, IUnitOfWorkStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(BearerWord, StringComparison.OrdinalIgnoreCase) || tokens.Check(header[BearerWord.Length..].Trim(), TokenUse.Refresh) is not { } token)
        {
            return Refuse(context, failures, StatusCodes.Status401Unauthorized);
        }

        var refresh = tokens.Issue(token.Key, TokenUse.Refresh, token.SessionId, token.ExpiresAt);
        return await AcceptAsync(context, tokens, token.Key, refresh, store, clock, cancellationToken);
    }

    /// <param name="refresh">Begins the session or goes on with it; the access token belongs to the same and ends no later.</param>
    private static async Task<IResult> AcceptAsync(
        HttpContext context, HubTokens tokens, HeldKey key, IssuedToken refresh, IUnitOfWorkStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var access = tokens.Issue(key, TokenUse.Access, refresh.SessionId, refresh.ExpiresAt);
        await store.CommitAsync(
            [new AuditEntry { At = clock.GetUtcNow(), Tenant = key.Key.Tenant, Actor = key.Key.Id, Action = AuditCatalog.TokenIssued, Subject = refresh.SessionId }],
            cancellationToken);
        return Answer(context, access.Text, refresh.Text, StatusCodes.Status200OK);
    }

    private static IResult Refuse(HttpContext context, FailedAttempts failures, int status) =>
        failures.Count(context.Connection.RemoteIpAddress) is { } wait
            ? SecurityProblems.TooManyFailures(wait).ToResult()
            : Answer(context, null, null, status);

    private static IResult Answer(HttpContext context, string? accessToken, string? refreshToken, int status)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { isAuthenticated = accessToken is not null, accessToken, refreshToken }, statusCode: status);
    }
}
