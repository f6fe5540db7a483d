using System.Net;
using Hub.Server.Security;
using Hub.Server.Security.SignIn;
using Hub.Server.Web;

namespace Hub.Server.Tests.Security;

public sealed class SignInTests : IAsyncLifetime
{
    private SecuredHub hub = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync() => hub = await SecuredHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Theory]
    [InlineData(null, "<html lang=\"fr\">")]
    [InlineData("en-GB,en;q=0.9", "<html lang=\"en\">")]
    [InlineData("fr,en;q=0.5", "<html lang=\"fr\">")]
    [InlineData("de,en;q=0.8,fr;q=0.9", "<html lang=\"fr\">")]
    public async Task Get_Page_SpeaksTheVisitorsLanguageWithoutScript(string? language, string expected)
    {
        using var client = hub.Client(language: language);

        using var response = await client.GetAsync("/sign-in?return=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
        var page = await response.Content.ReadAsStringAsync();
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_RightKey_OpensASessionUntilSignOut()
    {
        using var client = hub.Client();
        using var signedIn = await PostAsync(client, "/sign-in", ("key", await hub.KeyAsync(Roles.Director)), ("return", "/console/journeys"));
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Equal("/console/journeys", signedIn.Headers.Location?.ToString());
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/t/{Permissions.JourneysRead}")).StatusCode);
        Assert.Contains("\"permissions\"", await client.GetStringAsync("/api/session"), StringComparison.Ordinal);

        using var signedOut = await PostAsync(client, "/sign-out");

        Assert.Equal(HttpStatusCode.SeeOther, signedOut.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"/t/{Permissions.JourneysRead}")).StatusCode);
        Assert.Equal(
            [AuditCatalog.KeyCreated, AuditCatalog.SessionOpened, AuditCatalog.SessionClosed],
            hub.Scope.Audit.Read(0, 10).Select(row => row.Entry.Action));
    }

    [Fact]
    public async Task Post_WrongKey_ShowsThePageAgainWithoutCookie()
    {
        using var client = hub.Client(language: "en");

        using var response = await PostAsync(client, "/sign-in", ("key", "this-key-is-not-known-to-anybody-at-all"));
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("this-key", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Post_FromAnotherSite_IsRefused(string header, string value)
    {
        using var client = hub.Client();
        using var signedIn = await PostAsync(client, "/sign-in", ("key", await hub.KeyAsync(Roles.Integrator)));
        client.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client, "/t/body")).StatusCode);

        client.DefaultRequestHeaders.Add(header, value);

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, "/t/body")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, "/sign-in", ("key", await hub.KeyAsync(Roles.Director)))).StatusCode);
    }

    [Fact]
    public async Task Get_AfterEightHours_TheSessionIsOver()
    {
        using var client = hub.Client();
        using var signedIn = await PostAsync(client, "/sign-in", ("key", await hub.KeyAsync(Roles.Director)));
        client.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

        hub.Scope.Clock.Advance(TimeSpan.FromHours(8));

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"/t/{Permissions.JourneysRead}")).StatusCode);
    }

    [Theory]
    [InlineData("/console/?a=b", "/console/?a=b")]
    [InlineData("/", "/")]
    [InlineData("//elsewhere.example", "/console/")]
    [InlineData("/\\elsewhere.example", "/console/")]
    [InlineData("/a\\b", "/console/")]
    [InlineData("https://elsewhere.example/", "/console/")]
    [InlineData("/a\r\nSet-Cookie: x", "/console/")]
    [InlineData("/\t/elsewhere.example", "/console/")]
    [InlineData("", "/console/")]
    [InlineData(null, "/console/")]
    public void LocalPath_Wanted_NeverLeadsAway(string? wanted, string expected) => Assert.Equal(expected, SignInEndpoints.LocalPath(wanted));

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await client.PostAsync(path, content);
    }
}
