using Hub.Connectors.FranceConnect.Identity;
using Hub.Connectors.FranceConnect.Oidc;
using Hub.Connectors.FranceConnect.SignIns;
using Microsoft.AspNetCore.Http.Extensions;

namespace Hub.Connectors.FranceConnect.Web;

/// <summary>The routes that browsers and FranceConnect use.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", SignInFirstAsync);
        routes.MapGet("/sign-in/{ticket}", FollowLinkAsync);
        routes.MapGet("/callback", CallbackAsync);
        routes.MapGet("/signed-out", (HttpContext http) => Pages.Show(http, PageTexts.SignedOut));
        routes.MapGet("/jwks", (ConnectorKeys keys) => Results.Text(keys.PublicSet().ToJsonString(), "application/jwk-set+json"));
    }

    /// <summary><c>/sign-in?return=URL&amp;tenant=SIREN&amp;assurance=eidas1&amp;login_hint=…</c>: the citizen signs in before sending a request.</summary>
    private static async Task<IResult> SignInFirstAsync(
        HttpContext http, FranceConnectOptions options, ReturnAddresses returns, StartSignIn starting, BrowserCookie cookie)
    {
        var query = http.Request.Query;
        var returnTo = query["return"].ToString();
        if (returnTo.Length > 0 && !returns.Allows(returnTo))
        {
            return Mistake(
                http,
                "L’adresse de retour (return) n’est pas autorisée : ajoutez son origine à FranceConnect:ReturnOrigins.",
                "The return address is not allowed: add its origin to FranceConnect:ReturnOrigins.");
        }

        var tenant = query["tenant"].ToString() is { Length: > 0 } named ? named : options.Tenant ?? "";
        if (!FranceConnectOptions.IsSiren(tenant))
        {
            return Mistake(
                http,
                "La collectivité manque : ajoutez tenant= et son SIREN (neuf chiffres) à l’adresse.",
                "The local authority is missing: add tenant= and its SIREN (nine digits) to the address.");
        }

        var assurance = query["assurance"].ToString() is { Length: > 0 } asked ? asked : options.Assurance;
        if (!Assurance.IsLevel(assurance))
        {
            return Mistake(
                http, "assurance doit être eidas1, eidas2 ou eidas3.", "assurance must be eidas1, eidas2 or eidas3.");
        }

        var signIn = starting.ForCitizen(tenant, assurance, returnTo.Length > 0 ? returnTo : null);
        return await BeginAsync(http, signIn, starting, cookie);
    }

    private static async Task<IResult> FollowLinkAsync(string ticket, HttpContext http, StartSignIn starting, BrowserCookie cookie, TimeProvider time)
    {
        if (starting.Find(ticket) is not { } signIn)
        {
            return Pages.Show(http, PageTexts.Gone, StatusCodes.Status404NotFound);
        }

        return signIn switch
        {
            { State: not SignInState.Open } => Pages.Show(http, PageTexts.AlreadyEnded),
            _ when signIn.ExpiresAt <= time.GetUtcNow() => Pages.Show(http, PageTexts.Gone, StatusCodes.Status410Gone),
            _ => await BeginAsync(http, signIn, starting, cookie),
        };
    }

    private static async Task<IResult> BeginAsync(HttpContext http, SignIn signIn, StartSignIn starting, BrowserCookie cookie)
    {
        var loginHint = http.Request.Query["login_hint"].ToString();
        try
        {
            return await starting.BeginAsync(signIn, cookie.ReadOrSet(http), loginHint, http.RequestAborted) is { } url
                ? Pages.Redirect(http, url)
                : Pages.Show(http, PageTexts.TooMany, StatusCodes.Status503ServiceUnavailable);
        }
        catch (SourceUnavailableException)
        {
            return Pages.Show(http, PageTexts.TryAgain, StatusCodes.Status503ServiceUnavailable, againAt: http.Request.GetEncodedPathAndQuery());
        }
    }

    private static async Task<IResult> CallbackAsync(HttpContext http, CompleteSignIn completing, BrowserCookie cookie)
    {
        var query = http.Request.Query;
        var outcome = await completing.RunAsync(
            new Callback(Text("state") ?? "", Text("code"), Text("error"), Text("iss"), cookie.Read(http)), http.RequestAborted);
        return outcome switch
        {
            { ReturnTo: { } url } => Pages.Redirect(http, url),
            { Result: { } result } => Pages.Show(http, PageTexts.Result, code: result, signOutAt: outcome.SignOutAt),
            { End: CallbackEnd.Proved } => Pages.Show(http, PageTexts.Proved, signOutAt: outcome.SignOutAt),
            { End: CallbackEnd.Refused } => Pages.Show(http, PageTexts.Refused(outcome.Reason)),
            { End: CallbackEnd.TryAgain } => Pages.Show(http, PageTexts.TryAgain, StatusCodes.Status503ServiceUnavailable, againAt: outcome.AgainAt),
            { End: CallbackEnd.AlreadyEnded } => Pages.Show(http, PageTexts.AlreadyEnded),
            _ => Pages.Show(http, PageTexts.NotOurs, StatusCodes.Status400BadRequest),
        };

        string? Text(string name) => query[name] is [{ Length: > 0 } only] ? only : null;
    }

    private static IResult Mistake(HttpContext http, string fr, string en) =>
        Pages.Show(http, PageTexts.BadRequest(fr, en), StatusCodes.Status400BadRequest);
}
