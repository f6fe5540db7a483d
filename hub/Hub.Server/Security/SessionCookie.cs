using Hub.Server.Security.Tokens;

namespace Hub.Server.Security;

/// <summary>The browser session's cookie: out of reach of scripts, never sent from another site, gone after eight hours at the latest.</summary>
internal static class SessionCookie
{
    public const string Name = "hub-session";

    public static void Give(HttpContext context, IssuedToken token)
    {
        var cookie = Options(context);
        cookie.Expires = token.ExpiresAt;
        context.Response.Cookies.Append(Name, token.Text, cookie);
    }

    public static void Take(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    /// <summary>
    /// Whether a request that the cookie accompanies was made by one of our own pages. SameSite=Strict already keeps other sites out;
    /// this also keeps out other ports and subdomains, which count as the same site. Reading a page is left open: it changes nothing.
    /// </summary>
    public static bool IsFromOurPages(HttpRequest request)
    {
        var changesNothing = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (changesNothing && request.Headers.Upgrade.Count == 0)
        {
            return true;
        }

        // The browser says it itself, whatever a proxy does to the host's name (Fetch Metadata, W3C).
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        // Every browser sends Origin with such a request; what sends none is no browser, and has no victim's cookie either.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, AuthorityOf(request), StringComparison.OrdinalIgnoreCase));
    }

    private static string AuthorityOf(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own.Authority : "";

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
