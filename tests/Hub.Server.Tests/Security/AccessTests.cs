using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hub.Server.Security;
using Hub.Server.Security.Tokens;
using Hub.Server.Web;
using Microsoft.AspNetCore.Builder;

namespace Hub.Server.Tests.Security;

public sealed class AccessTests : IAsyncLifetime
{
    private SecuredHub hub = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync() => hub = await SecuredHub.StartAsync(app =>
    {
        app.MapGet("/forgotten", () => "nobody thought of a rule");
        app.MapGroup("/group").RequirePermission(Permissions.KeysManage).MapGet("/open", () => "open").AllowAnonymousAccess("overrules its group");
    });

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task EveryRole_OnEveryPermission_IsAnsweredByTheCatalogue()
    {
        foreach (var (role, permissions) in Roles.Catalogue)
        {
            using var client = hub.Client(await hub.KeyAsync(role));
            foreach (var permission in Permissions.Catalogue.Keys)
            {
                using var response = await client.GetAsync($"/t/{permission}");
                Assert.Equal(permissions.Contains(permission) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
            }
        }
    }

    [Fact]
    public void Roles_OnlyTheAdministrator_MayManageKeys()
    {
        var managers = Roles.Catalogue.Where(role => role.Value.Contains(Permissions.KeysManage)).Select(role => role.Key);
        var constants = typeof(Permissions).GetFields().Where(field => field.IsLiteral).Select(field => (string?)field.GetRawConstantValue());

        Assert.Equal([Roles.Administrator], managers);
        Assert.Equal(constants.Order(StringComparer.Ordinal), Permissions.Catalogue.Keys);
    }

    [Fact]
    public async Task Get_WithoutKey_Is401WithTheSchemes()
    {
        using var client = hub.Client();
        foreach (var permission in Permissions.Catalogue.Keys)
        {
            using var response = await client.GetAsync($"/t/{permission}");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Contains("ApiKey", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            Assert.Equal("urn:hub:problem:not-authenticated", await TypeOfAsync(response));
        }
    }

    [Theory]
    [InlineData("ApiKey", "hubk_unknownunkn_0123456789012345678901234567890123456789012")]
    [InlineData("ApiKey", "00000000-0000-0000-0000-000000000000")]
    [InlineData("Bearer", "not.a.token")]
    [InlineData("Basic", "YWRtaW46cGFzc3dvcmQ=")]
    public async Task Get_WrongCredentials_Is401AndSaysNothingMore(string scheme, string parameter)
    {
        using var client = hub.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, parameter);

        using var response = await client.GetAsync($"/t/{Permissions.JourneysRead}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("urn:hub:problem:credentials-refused", await TypeOfAsync(response));
    }

    [Fact]
    public async Task Get_RoleTooSmall_Is403NamingThePermission()
    {
        using var client = hub.Client(await hub.KeyAsync(Roles.Connector), "en");

        using var response = await client.GetAsync($"/t/{Permissions.JourneysRead}");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains(Permissions.JourneysRead, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_RouteWithoutRule_IsClosedToEverybody()
    {
        using var anonymous = hub.Client();
        using var administrator = hub.Client(await hub.KeyAsync(Roles.Administrator));

        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync("/forgotten")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await administrator.GetAsync("/forgotten")).StatusCode);
        var error = Assert.Throws<InvalidOperationException>(() => RouteAccess.RequireEverywhere(hub.Routes));
        Assert.Contains("GET /forgotten", error.Message, StringComparison.Ordinal);
        Assert.Single(RouteAccess.Of(hub.Routes), route => route.Rule is null);
    }

    [Fact]
    public async Task Get_OpenRoute_AnswersEverybodyAndKnowsWhoCalls()
    {
        using var anonymous = hub.Client();
        using var wrong = hub.Client("this-key-is-not-known-to-anybody-at-all");
        using var known = hub.Client(await hub.KeyAsync(Roles.Designer));

        Assert.Equal("nobody", await anonymous.GetStringAsync("/open"));
        Assert.Equal("nobody", await wrong.GetStringAsync("/open"));
        Assert.Equal(Assert.Single(hub.Scope.Keys.List()).Id, await known.GetStringAsync("/open"));
        Assert.Equal("open", await anonymous.GetStringAsync("/group/open"));
    }

    [Fact]
    public async Task Get_RevokedKey_IsRefusedAtOnce()
    {
        var issued = await hub.Scope.IssueAsync(Roles.Director);
        using var client = hub.Client(issued.Text);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/t/{Permissions.JourneysRead}")).StatusCode);

        await hub.Scope.Issuer.RevokeAsync(issued.Key.Id, "test", CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"/t/{Permissions.JourneysRead}")).StatusCode);
    }

    [Fact]
    public async Task Get_AccessToken_HasTheKeysRights()
    {
        var issued = await hub.Scope.IssueAsync(Roles.Designer);
        var held = hub.Scope.Ring.FindLive(issued.Key.Id) ?? throw new InvalidOperationException("not live");
        using var access = hub.Client();
        access.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", hub.Scope.Tokens.Issue(held, TokenUse.Access).Text);
        using var refresh = hub.Client();
        refresh.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", hub.Scope.Tokens.Issue(held, TokenUse.Refresh).Text);

        Assert.Equal(HttpStatusCode.OK, (await access.GetAsync($"/t/{Permissions.WorkflowsWrite}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await access.GetAsync($"/t/{Permissions.AuditRead}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await refresh.GetAsync($"/t/{Permissions.WorkflowsWrite}")).StatusCode);
    }

    [Theory]
    [InlineData("*", null, HttpStatusCode.OK, Siren.Fictitious)]
    [InlineData("*", "732829320", HttpStatusCode.OK, "732829320")]
    [InlineData("*", "732829321", HttpStatusCode.BadRequest, "urn:hub:problem:invalid-tenant")]
    [InlineData("732829320", null, HttpStatusCode.OK, "732829320")]
    [InlineData("732829320", "732829320", HttpStatusCode.OK, "732829320")]
    [InlineData("732829320", Siren.Fictitious, HttpStatusCode.Forbidden, "urn:hub:problem:foreign-tenant")]
    public async Task Get_TenantHeader_IsHeldAgainstTheKey(string keyTenant, string? header, HttpStatusCode status, string expected)
    {
        using var client = hub.Client(await hub.KeyAsync(Roles.Director, keyTenant));
        if (header is not null)
        {
            client.DefaultRequestHeaders.Add("Hub-Tenant", header);
        }

        using var response = await client.GetAsync($"/t/{Permissions.JourneysRead}");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(expected, status == HttpStatusCode.OK ? await response.Content.ReadAsStringAsync() : await TypeOfAsync(response));
    }

    [Fact]
    public async Task Get_ManyWrongKeys_AreToldToWaitWhileARightKeyPasses()
    {
        using var wrong = hub.Client("this-key-is-not-known-to-anybody-at-all");
        for (var i = 0; i < FailedAttempts.PerWindow; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await wrong.GetAsync($"/t/{Permissions.JourneysRead}")).StatusCode);
        }

        using var limited = await wrong.GetAsync($"/t/{Permissions.JourneysRead}");
        using var right = hub.Client(await hub.KeyAsync(Roles.Director));

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), limited.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, (await right.GetAsync($"/t/{Permissions.JourneysRead}")).StatusCode);
        hub.Scope.Clock.Advance(FailedAttempts.Window);
        Assert.Equal(HttpStatusCode.Unauthorized, (await wrong.GetAsync($"/t/{Permissions.JourneysRead}")).StatusCode);
    }

    [Fact]
    public async Task Post_GrpcCallWithoutKey_IsAnsweredInGrpcsWords()
    {
        using var client = hub.Client();
        using var content = new ByteArrayContent([0, 0, 0, 0, 0]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        using var response = await client.PostAsync("/t/body", content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("16", Assert.Single(response.Headers.GetValues("grpc-status")));
    }

    private static async Task<string?> TypeOfAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.GetProperty("type").GetString();
    }
}
