using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Server.Tests.ElsaApi;

/// <summary>One real hub on free ports for the tests of Elsa's API, which share it and so name their definitions each for itself.</summary>
public sealed class DesignerHub : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("hub-designer-").FullName;
    private readonly List<HttpClient> clients = [];
    private WebApplication app = null!; // set before each test by InitializeAsync
    private string key = "";

    public async Task InitializeAsync()
    {
        var anywhere = new Uri("http://127.0.0.1:0");
        app = HubServer.Build(new HubOptions { Data = folder, Ledgers = folder, Http = anywhere, Grpc = anywhere, Management = anywhere }, isQuiet: true);
        await app.StartAsync();
        key = await KeyAsync(Roles.Administrator);
        Client = Open(key);
    }

    public async Task DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>An administrator's.</summary>
    public HttpClient Client { get; private set; } = null!; // set before each test by InitializeAsync

    internal T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    internal Task<HttpClient> ClientOfAsync(string role, string tenant = ApiKey.EveryTenant) => OpenAsync(role, tenant);

    /// <summary>Without credentials.</summary>
    internal HttpClient Stranger() => Open(null);

    internal async Task<HttpAnswer> SendAsync(HttpMethod method, string path, string? body = null, HttpClient? client = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("/workflows", StringComparison.Ordinal) && !path.StartsWith("/workflows-", StringComparison.Ordinal) ? path : "/elsa/api" + path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await (client ?? Client).SendAsync(request);
        return await HttpAnswer.OfAsync(response);
    }

    internal Task<HttpAnswer> GetAsync(string path, HttpClient? client = null) => SendAsync(HttpMethod.Get, path, client: client);

    internal Task<HttpAnswer> PostAsync(string path, string? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, null, headers);

    internal async Task<JsonElement> ImportAsync(string definition)
    {
        var reply = await PostAsync("/workflow-definitions/import", definition);
        Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.Created, reply.Text);
        return reply.Json;
    }

    internal async Task<JsonElement> ImportAndPublishAsync(string definition)
    {
        var imported = await ImportAsync(definition);
        var reply = await PostAsync($"/workflow-definitions/{imported.GetProperty("definitionId").GetString()}/publish", "{}");
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        return reply.Json.GetProperty("workflowDefinition");
    }

    /// <summary>Waits until something is so; what it waits for is in the message when the deadline passes.</summary>
    internal static async Task UntilAsync(string what, Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!isSo())
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Waited {Deadline.TotalSeconds} s in vain: {what}");
        }
    }

    private async Task<string> KeyAsync(string role, string tenant = ApiKey.EveryTenant) =>
        (await app.Services.GetRequiredService<ApiKeyIssuer>().IssueAsync(new NewApiKey(role, [role], tenant), "test", CancellationToken.None)).Text;

    private async Task<HttpClient> OpenAsync(string role, string tenant) => Open(await KeyAsync(role, tenant));

    private HttpClient Open(string? withKey)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(120) };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        if (withKey is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", withKey);
        }

        clients.Add(client);
        return client;
    }
}

[CollectionDefinition(Name)]
public sealed class DesignerHubGroup : ICollectionFixture<DesignerHub>
{
    public const string Name = "Elsa API";
}

/// <summary>One answer, read whole.</summary>
internal sealed record HttpAnswer(HttpStatusCode Status, string Text, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 4096 };

    public JsonElement Json => JsonElement.Parse(Text, Deep);

    public static async Task<HttpAnswer> OfAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new HttpAnswer(response.StatusCode, Encoding.UTF8.GetString(bytes), bytes, headers);
    }

    /// <summary>The texts of a validation error.</summary>
    public IReadOnlyList<string> Errors => [.. Json.GetProperty("errors").GetProperty("generalErrors").EnumerateArray().Select(error => error.GetString()!)]; // texts
}
