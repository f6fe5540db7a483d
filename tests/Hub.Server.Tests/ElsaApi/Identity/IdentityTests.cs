using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hub.Server.Security;
using Hub.Server.Security.Audit;
using Hub.Server.Web;

namespace Hub.Server.Tests.ElsaApi.Identity;

public sealed class IdentityTests(ElsaHub hub) : IClassFixture<ElsaHub>
{
    [Fact]
    public async Task Login_WithAKeyAsPassword_GivesTokensThatLastUntilSignOut()
    {
        var key = await hub.KeyAsync(Roles.Designer, ElsaHub.Tenant);

        var login = await LogInAsync(key.Text);
        var refreshed = await SendAsync("/elsa/api/identity/refresh-token", Text(login.Json, "refreshToken"));

        Assert.Equal(["isAuthenticated", "accessToken", "refreshToken"], login.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("no-store", login.Headers["Cache-Control"]);
        Assert.All([login, refreshed], reply => Assert.True(reply.Json.GetProperty("isAuthenticated").GetBoolean()));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/elsa/api/features/installed", Text(login.Json, "accessToken"), HttpMethod.Get)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/elsa/api/features/installed", Text(refreshed.Json, "accessToken"), HttpMethod.Get)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync("/sign-out", Text(refreshed.Json, "accessToken"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("/elsa/api/features/installed", Text(login.Json, "accessToken"), HttpMethod.Get)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("/elsa/api/identity/refresh-token", Text(refreshed.Json, "refreshToken"))).Status);
        Assert.Equal(2, hub.Get<IAuditStore>().Read(0, 1000).Count(row => row.Entry.Action == AuditCatalog.TokenIssued && row.Entry.Actor == key.Key.Id));
    }

    [Fact]
    public async Task Tokens_ForAnotherUse_AreRefused()
    {
        var login = await LogInAsync((await hub.KeyAsync(Roles.Designer, ElsaHub.Tenant)).Text);

        var byAccess = await SendAsync("/elsa/api/identity/refresh-token", Text(login.Json, "accessToken"));
        var without = await SendAsync("/elsa/api/identity/refresh-token", null);
        var byRefresh = await SendAsync("/elsa/api/features/installed", Text(login.Json, "refreshToken"), HttpMethod.Get);

        Assert.All([byAccess, without, byRefresh], reply => Assert.Equal(HttpStatusCode.Unauthorized, reply.Status));
        Assert.All([byAccess, without], reply => Assert.Equal("""{"isAuthenticated":false,"accessToken":null,"refreshToken":null}""", reply.Text));
    }

    [Theory]
    [InlineData("""{"username":"admin","password":"password"}""")]
    [InlineData("""{"username":"admin","password":null}""")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task Login_WithoutARightKey_IsToldSoInElsasForm(string body)
    {
        var reply = await SendAsync("/elsa/api/identity/login", null, body: body);

        Assert.Equal((HttpStatusCode.OK, """{"isAuthenticated":false,"accessToken":null,"refreshToken":null}"""), (reply.Status, reply.Text));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("""{"password":7}""")]
    [InlineData("""{"password":"x""")]
    public async Task Login_WithABodyThatIsNone_IsRefused(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("/elsa/api/identity/login", null, body: body)).Status);

    [Fact]
    public async Task Login_TriedTooOften_IsSlowedDownButNotForARightKey()
    {
        var own = new ElsaHub();
        await own.InitializeAsync();
        var key = (await own.KeyAsync(Roles.Designer, ElsaHub.Tenant)).Text;
        using var client = own.Anybody();
        var answers = new List<HttpAnswer>();

        for (var i = 0; i <= FailedAttempts.PerWindow; i++)
        {
            answers.Add(await PostAsync(client, i % 2 == 0 ? "/elsa/api/identity/login" : "/elsa/api/identity/refresh-token", """{"password":"guess"}"""));
        }

        var right = await PostAsync(client, "/elsa/api/identity/login", $$"""{"password":"{{key}}"}""");
        await own.DisposeAsync();

        // A minute may end between two of them on a slow machine; then the count begins anew.
        Assert.True(answers[^1].Status is HttpStatusCode.TooManyRequests or HttpStatusCode.OK);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, answers[..^1].Select(answer => answer.Status));
        Assert.True(answers[^1].Status == HttpStatusCode.OK || answers[^1].Headers.ContainsKey("Retry-After"));
        Assert.True(right.Json.GetProperty("isAuthenticated").GetBoolean());
    }

    private Task<HttpAnswer> LogInAsync(string key) => SendAsync("/elsa/api/identity/login", null, body: $$"""{"username":"anybody","password":"{{key}}"}""");

    private async Task<HttpAnswer> SendAsync(string path, string? token, HttpMethod? method = null, string? body = null)
    {
        using var client = hub.Anybody();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        return await HttpAnswer.OfAsync(response);
    }

    private static async Task<HttpAnswer> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content);
        return await HttpAnswer.OfAsync(response);
    }

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!; // a text
}
