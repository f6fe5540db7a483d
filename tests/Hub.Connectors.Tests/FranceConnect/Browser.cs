using System.Net;

namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>Where a visit ended.</summary>
internal sealed record Landing(HttpStatusCode Status, Uri At, string Body);

/// <summary>A browser with its own cookies that follows redirects, plays a citizen on the stand-in's page, and can stop before the callback.</summary>
internal sealed class Browser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public Browser()
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    }

    public async Task<Landing> VisitAsync(string url, string citizen = "citoyen-0", string decision = "continue")
    {
        var at = new Uri(url);
        HttpContent? form = null;
        for (var hop = 0; hop < 20; hop++)
        {
            using var answer = form is null ? await _http.GetAsync(at) : await _http.PostAsync(at, form);
            form = null;
            if (answer.Headers.Location is { } next)
            {
                at = new Uri(at, next);
                if (StopAt is { } stop && at.AbsolutePath == stop)
                {
                    return new Landing(HttpStatusCode.Found, at, "");
                }

                continue;
            }

            if (at.AbsolutePath.StartsWith("/interaction/", StringComparison.Ordinal) && answer.IsSuccessStatusCode)
            {
                form = new FormUrlEncodedContent([new("citizen", citizen), new("decision", decision)]);
                continue;
            }

            return new Landing(answer.StatusCode, at, await answer.Content.ReadAsStringAsync());
        }

        throw new InvalidOperationException("The visit went in circles.");
    }

    /// <summary>Path at which to stop instead of following, for example <c>/callback</c>.</summary>
    public string? StopAt { get; set; }

    public void Dispose() => _http.Dispose();
}
