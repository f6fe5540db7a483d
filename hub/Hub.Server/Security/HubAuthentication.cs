using System.Security.Claims;
using System.Text.Encodings.Web;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Security.Tokens;
using Hub.Server.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Hub.Server.Security;

/// <summary>
/// Finds out who calls: an API key, a token of ours, or the browser session's cookie. All three lead to an API key, whose rights at
/// this moment are the caller's rights. What the caller may do with them is <see cref="AccessGate"/>'s affair.
/// </summary>
internal sealed partial class HubAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> scheme,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ApiKeyRing ring,
    HubTokens tokens,
    FailedAttempts failures,
    HubOptions hub) : AuthenticationHandler<AuthenticationSchemeOptions>(scheme, loggers, encoder)
{
    public const string SchemeName = "Hub";
    private const string ApiKeyWord = "ApiKey ";
    private const string BearerWord = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    /// <summary>401 in the hub's form, or whatever else the credentials were refused for.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var problem = Context.Features.Get<AuthenticationRefusal>()?.Problem ?? SecurityProblems.NotAuthenticated;
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            Response.Headers.WWWAuthenticate = "ApiKey realm=\"hub\", Bearer realm=\"hub\"";
        }

        await Context.WriteProblemAsync(problem, Context.RequestAborted);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Context.WriteProblemAsync(SecurityProblems.Closed, Context.RequestAborted);

    private AuthenticateResult Authenticate()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<OwnCredentials>() is not null)
        {
            return AuthenticateResult.NoResult();
        }

        var header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(ApiKeyWord, StringComparison.OrdinalIgnoreCase))
        {
            var check = ring.Check(header[ApiKeyWord.Length..].Trim());
            return check.Key is { } key ? Accept(key, sessionId: null) : Refuse(check.Standing.ToString());
        }

        if (header.StartsWith(BearerWord, StringComparison.OrdinalIgnoreCase))
        {
            return ByToken(header[BearerWord.Length..].Trim(), TokenUse.Access);
        }

        if (header.Length > 0)
        {
            return Refuse("Scheme");
        }

        // A browser cannot put a header on a web socket, so the designer's live updates send their token in the address.
        if (Request.Path.StartsWithSegments("/elsa/hubs", StringComparison.OrdinalIgnoreCase) && Request.Query["access_token"].ToString() is { Length: > 0 } token)
        {
            return ByToken(token, TokenUse.Access);
        }

        if (Request.Cookies[SessionCookie.Name] is not { Length: > 0 } session)
        {
            return AuthenticateResult.NoResult();
        }

        return SessionCookie.IsFromOurPages(Request) ? ByToken(session, TokenUse.Session) : Refuse(SecurityProblems.ForeignOrigin);
    }

    private AuthenticateResult ByToken(string text, TokenUse use) =>
        tokens.Check(text, use) is { } token ? Accept(token.Key, token.SessionId) : Refuse(use.ToString());

    private AuthenticateResult Accept(HeldKey key, string? sessionId)
    {
        var (tenant, problem) = TenantChoice.For(key.Key, Request.Headers[TenantChoice.Header], hub.Tenant);
        if (problem is not null)
        {
            return Refuse(problem);
        }

        Context.SetCaller(new Caller
        {
            KeyId = key.Key.Id,
            DisplayName = key.Key.DisplayName,
            Roles = key.Roles,
            Permissions = key.Permissions,
            Tenant = tenant,
            AllTenants = key.Key.Tenant == ApiKey.EveryTenant,
            Connector = key.Key.Connector,
            SessionId = sessionId,
        });
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, key.Key.Id)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private AuthenticateResult Refuse(string reason)
    {
        Log.Refused(Logger, reason);
        return Refuse(failures.Count(Context.Connection.RemoteIpAddress) is { } wait ? SecurityProblems.TooManyFailures(wait) : SecurityProblems.CredentialsRefused);
    }

    private AuthenticateResult Refuse(Problem problem)
    {
        Context.Features.Set(new AuthenticationRefusal(problem));
        return AuthenticateResult.Fail(problem.Code);
    }

    private static partial class Log
    {
        [LoggerMessage(7020, LogLevel.Warning, "Credentials were refused ({Reason}).")]
        public static partial void Refused(ILogger logger, string reason);
    }
}

/// <summary>Why credentials that came were refused.</summary>
internal sealed record AuthenticationRefusal(Problem Problem);
