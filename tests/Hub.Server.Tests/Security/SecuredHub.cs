using System.Net;
using System.Net.Http.Headers;
using Hub.Server.Exchange;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Server.Tests.Security;

/// <summary>A real server on a free port with the real security, a real store, and a few routes to knock at.</summary>
internal sealed class SecuredHub : IAsyncDisposable
{
    private readonly WebApplication app;

    private SecuredHub(WebApplication app, KeyStoreScope scope)
    {
        this.app = app;
        Scope = scope;
    }

    public KeyStoreScope Scope { get; }

    public EndpointDataSource Routes => app.Services.GetRequiredService<EndpointDataSource>();

    public Uri Address => new(app.Urls.Single());

    public static async Task<SecuredHub> StartAsync(Action<WebApplication>? map = null)
    {
        var scope = new KeyStoreScope();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.Services.AddSingleton<TimeProvider>(scope.Clock);
        builder.Services.AddSingleton(scope.Keys);
        builder.Services.AddSingleton(scope.Audit);
        builder.Services.AddSingleton<IUnitOfWorkStore>(scope.Writer);
        builder.Services.AddSecurity(new HubOptions { Data = scope.Folder, Ledgers = scope.Folder });
        // The scope's own ring, so that a test that issues a key need not wait for the refresh.
        builder.Services.AddSingleton(scope.Ring);
        var app = builder.Build();
        app.UseSecurity();
        app.MapSecurity();
        foreach (var permission in Permissions.Catalogue.Keys)
        {
            app.MapGet($"/t/{permission}", (HttpContext context) => context.Caller().Tenant.Value).RequirePermission(permission);
        }

        app.MapPost("/t/body", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
            return "read";
        }).RequirePermission(Permissions.RequestsSubmit).WithBodyLimit(1000);
        app.MapGet("/open", (HttpContext context) => context.TryGetCaller()?.KeyId ?? "nobody").AllowAnonymousAccess("for the test");
        map?.Invoke(app);
        await app.StartAsync();
        return new SecuredHub(app, scope);
    }

    public HttpClient Client(string? key = null, string? language = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(20) };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", key);
        }

        if (language is not null)
        {
            client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        }

        return client;
    }

    public async Task<string> KeyAsync(string role, string tenant = ApiKey.EveryTenant) =>
        (await Scope.Issuer.IssueAsync(new NewApiKey("test", [role], tenant), "test", CancellationToken.None)).Text;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Scope.Dispose();
    }
}
