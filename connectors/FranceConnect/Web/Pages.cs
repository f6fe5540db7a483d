using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Connectors.FranceConnect.Web;

/// <summary>Renders the connector's few pages: one heading, one text, no script, nothing from elsewhere.</summary>
internal static class Pages
{
    private const string Style =
        "body{font:1.125rem/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem;color:#161616;background:#fff}"
        + "h1{font-size:1.75rem;line-height:1.3}a{color:#000091}code{font-size:1rem;word-break:break-all;background:#eee;padding:.25rem .5rem}";

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    public static IResult Show(HttpContext http, PageText text, int status = 200, string? code = null, string? againAt = null, string? signOutAt = null)
    {
        Protect(http.Response.Headers);
        var english = PrefersEnglish(http.Request.Headers.AcceptLanguage.ToString());
        var (title, body) = english ? (text.TitleEn, text.TextEn) : (text.TitleFr, text.TextFr);
        var page = new StringBuilder()
            .Append("<!doctype html><html lang=\"").Append(english ? "en" : "fr")
            .Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
            .Append(WebUtility.HtmlEncode(title)).Append("</title><style>").Append(Style).Append("</style></head><body><main><h1>")
            .Append(WebUtility.HtmlEncode(title)).Append("</h1><p>").Append(WebUtility.HtmlEncode(body)).Append("</p>");
        if (code is not null)
        {
            page.Append("<p><code>").Append(WebUtility.HtmlEncode(code)).Append("</code></p>");
        }

        AppendLink(page, againAt, english ? "Try again" : "Réessayer");
        AppendLink(page, signOutAt, english ? "Sign out of FranceConnect" : "Se déconnecter de FranceConnect");
        page.Append("</main></body></html>");
        return Results.Text(page.ToString(), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>A redirect must leak no more than a page: the addresses here carry secrets.</summary>
    public static IResult Redirect(HttpContext http, string url)
    {
        Protect(http.Response.Headers);
        return Results.Redirect(url);
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'sha256-{StyleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
    }

    private static void AppendLink(StringBuilder page, string? url, string text)
    {
        if (url is not null)
        {
            page.Append("<p><a href=\"").Append(WebUtility.HtmlEncode(url)).Append("\">").Append(WebUtility.HtmlEncode(text)).Append("</a></p>");
        }
    }

    private static bool PrefersEnglish(string acceptLanguage)
    {
        foreach (var language in acceptLanguage.Split(','))
        {
            var name = language.AsSpan().Trim();
            if (name.StartsWith("fr", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            if (name.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
