using System.Security.Cryptography;
using Hub.Connectors.FranceConnect.Jose;

namespace Hub.Connectors.FranceConnect.Web;

/// <summary>Tells one browser from another, so that a callback counts only in the browser that left. Says nothing about the citizen.</summary>
internal sealed class BrowserCookie(ConnectorAddress address)
{
    private const int Length = 43;

    // The __Host- prefix makes browsers refuse a cookie that a neighbouring site planted; it needs https.
    private string Name => address.IsHttps ? "__Host-fc-browser" : "fc-browser";

    public string? Read(HttpContext http) => http.Request.Cookies[Name] is { Length: Length } value ? value : null;

    public string ReadOrSet(HttpContext http)
    {
        if (Read(http) is { } known)
        {
            return known;
        }

        var value = StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(32));
        http.Response.Cookies.Append(Name, value, new CookieOptions
        {
            HttpOnly = true,
            Secure = address.IsHttps,
            // Lax: the callback is a top-level navigation from FranceConnect's site and must bring the cookie along.
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
        });
        return value;
    }
}
