using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Server.Tests.Security;

/// <summary>
/// The whole surface against the whole catalogue of roles, from the route table of the real hub. A new open route must be added to
/// the list below, after somebody asked whether it may be open.
/// </summary>
public sealed class RouteMatrixTests : IAsyncLifetime
{
    private static readonly string[] OpenRoutes =
    [
        "* /workflows/{**path}",
        "GET /",
        "GET /console/{**path}",
        "GET /designer/",
        "GET /designer/alterations/instances/{id}",
        "GET /designer/theme.css",
        "GET /designer/theme.json",
        "GET /designer/workflows/definitions",
        "GET /designer/workflows/definitions/{id}/edit",
        "GET /designer/workflows/definitions/{id}/steps",
        "GET /designer/workflows/definitions/{id}/versions",
        "GET /designer/workflows/instances",
        "GET /designer/workflows/instances/{id}/view",
        "GET /designer/{**path}",
        "GET /elsa/api/bookmarks/resume",
        "GET /elsa/api/events/trigger",
        "GET /elsa/api/package/version",
        "GET /favicon.ico",
        "GET /health/detail",
        "GET /health/live",
        "GET /health/ready",
        "GET /metrics",
        "GET /openapi/{documentName}.json",
        "GET /sign-in",
        "POST /elsa/api/bookmarks/resume",
        "POST /elsa/api/identity/login",
        "POST /elsa/api/identity/refresh-token",
        "POST /grpc.health.v1.Health/Check",
        "POST /grpc.health.v1.Health/Watch",
        "POST /sign-in",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("hub-routes-").FullName;
    private WebApplication app = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync()
    {
        var anywhere = new Uri("http://127.0.0.1:0");
        app = HubServer.Build(new HubOptions { Data = folder, Ledgers = folder, Http = anywhere, Grpc = anywhere, Management = anywhere });
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private IReadOnlyList<RouteAccess> Routes => RouteAccess.Of(app.Services.GetRequiredService<EndpointDataSource>());

    [Fact]
    public void Routes_All_HaveARule() => RouteAccess.RequireEverywhere(app.Services.GetRequiredService<EndpointDataSource>());

    [Fact]
    public void Routes_Open_AreTheseAndNoOthers()
    {
        var open = Routes.Where(route => route.Rule is OpenRule).Select(route => $"{route.Methods} {route.Pattern}").Distinct().Order(StringComparer.Ordinal).ToArray();

        Assert.True(OpenRoutes.SequenceEqual(open), $"The open routes are now:\n{string.Join('\n', open)}");
    }

    [Fact]
    public async Task EveryGuardedRoute_ForEveryRoleAndNobody_IsAnsweredByItsPermission()
    {
        var issuer = app.Services.GetRequiredService<ApiKeyIssuer>();
        var keys = new List<(string Role, string? Key)> { ("(nobody)", null) };
        foreach (var role in Roles.Catalogue.Keys)
        {
            keys.Add((role, (await issuer.IssueAsync(new NewApiKey(role, [role], ApiKey.EveryTenant), "test", CancellationToken.None)).Text));
        }

        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };
        var tried = 0;
        foreach (var route in Routes.Where(route => route.Rule is PermissionRule && !IsGrpc(route)))
        {
            var permission = ((PermissionRule)route.Rule!).Permission; // the filter above: it is one
            foreach (var (role, key) in keys)
            {
                using var request = new HttpRequestMessage(new HttpMethod(route.Methods.Split(',')[0].Replace("*", "GET", StringComparison.Ordinal)), Fill(route.Pattern));
                request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("ApiKey", key);
                request.Content = request.Method == HttpMethod.Get ? null : new StringContent("{}", Encoding.UTF8, "application/json");
                using var response = await client.SendAsync(request);
                var expected = key is null ? HttpStatusCode.Unauthorized : Roles.Catalogue[role].Contains(permission) ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
                var right = expected == HttpStatusCode.OK
                    ? response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or >= HttpStatusCode.InternalServerError)
                    : response.StatusCode == expected;
                Assert.True(right, $"{request.Method} {route.Pattern} as {role}: {(int)response.StatusCode} came, {permission} rules.");
                tried++;
            }
        }

        Assert.InRange(tried, 6 * 20, int.MaxValue);
    }

    private static bool IsGrpc(RouteAccess route) => route.Pattern.StartsWith("/hub.connector.", StringComparison.Ordinal) || route.Pattern.StartsWith("/grpc.", StringComparison.Ordinal);

    private static string Fill(string pattern)
    {
        var filled = new StringBuilder();
        var inside = false;
        foreach (var character in pattern)
        {
            inside = inside ? character != '}' : character == '{';
            filled.Append(character == '}' ? "x" : inside ? "" : character.ToString());
        }

        return filled[0] == '/' ? filled.ToString() : $"/{filled}";
    }
}
