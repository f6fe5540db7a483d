using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Server.Tests.ElsaApi;

/// <summary>The whole hub in this process, and a client of Elsa's API in one local authority.</summary>
public sealed class ElsaHub : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("hub-elsa-").FullName;
    private WebApplication app = null!; // set by InitializeAsync, before any test
    private HttpClient client = null!; // the same
    private HttpClient stranger = null!; // the same
    private int imports;

    internal static TenantId Tenant { get; } = new("213105554");

    internal static TenantId OtherTenant { get; } = new("200000008");

    internal T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        var anywhere = new Uri("http://127.0.0.1:0");
        app = HubServer.Build(new HubOptions { Data = folder, Ledgers = folder, Http = anywhere, Grpc = anywhere, Management = anywhere });
        await app.StartAsync();
        client = await ClientAsync(Tenant);
        stranger = await ClientAsync(OtherTenant);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        stranger.Dispose();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Imports and publishes a workflow of these activities in a flowchart, one after the other. Returns its definition id.</summary>
    internal async Task<string> PublishAsync(params string[] activities)
    {
        var definitionId = $"d{Interlocked.Increment(ref imports)}";
        var connections = Enumerable.Range(1, activities.Length - 1).Select(i => $$$"""{"source":{"activity":"a{{{i}}}","port":"Done"},"target":{"activity":"a{{{i + 1}}}","port":"In"}}""");
        var members = activities.Select((activity, i) => $$$"""{"id":"a{{{i + 1}}}","name":"step{{{i + 1}}}","version":1,{{{activity}}}}""");
        await PublishDefinitionAsync(definitionId, $$$"""
            {"definitionId":"{{{definitionId}}}","name":"Workflow {{{definitionId}}}","version":1,
             "variables":[{"id":"v1","name":"Count","typeName":"Int32","value":"7","storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],
             "root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[{{{string.Join(',', members)}}}],"connections":[{{{string.Join(',', connections)}}}]}}
            """);
        return definitionId;
    }

    internal async Task PublishDefinitionAsync(string definitionId, string definition)
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/workflow-definitions/import", definition)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, $"/workflow-definitions/{definitionId}/publish", "{}")).Status);
    }

    internal static string WriteLine(string text) => $$$"""
        "type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"Literal","value":"{{{text}}}"}}
        """;

    internal static string WriteScript(string script) => $$$"""
        "type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"JavaScript","value":"{{{script}}}"}}
        """;

    internal static string Await(string name) => $$$"""
        "type":"Elsa.Event","eventName":{"typeName":"String","expression":{"type":"Literal","value":"{{{name}}}"}}
        """;

    internal static string Fail(string message) => $$$"""
        "type":"Elsa.Fault","message":{"typeName":"String","expression":{"type":"Literal","value":"{{{message}}}"}}
        """;

    internal const string LongDelay = """
        "type":"Elsa.Delay","timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"10:00:00"}}
        """;

    /// <summary>Starts the published version and returns once the instance waits or has ended.</summary>
    internal async Task<string> RunAsync(string definitionId, string? correlationId = null, string? name = null, string? parent = null)
    {
        var version = Get<IDefinitionStore>().FindPublished(Tenant, definitionId)!; // published by the test
        var instanceId = Get<IdGenerator>().NewId();
        var start = new WorkflowStart(
            version.VersionId, new StartWorkflow { InstanceId = instanceId, CorrelationId = correlationId, Name = name, ParentInstanceId = parent }, null);
        var answer = await Get<ExchangePipeline>().SendAsync(Envelope(MessageTypes.WorkflowRun, version.VersionId, instanceId), start, CancellationToken.None);
        Assert.True(answer.IsAccepted);
        return instanceId;
    }

    /// <summary>Tells the one instance an event that it waits for.</summary>
    internal async Task TellAsync(string instanceId, string name, string payload = "null") => Assert.Equal(
        1, await Get<WorkflowSignals>().SendEventAsync(Tenant, name, JsonElement.Parse(payload), new SignalFilter(null, instanceId), Get<IdGenerator>().NewId(), CancellationToken.None));

    internal async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path);
        Assert.True(status == HttpStatusCode.OK, $"GET {path} answered {(int)status}: {body}");
        return JsonElement.Parse(body);
    }

    internal async Task<JsonElement> PostAsync(string path, string body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, path, body);
        Assert.True(status == HttpStatusCode.OK, $"POST {path} answered {(int)status}: {answer}");
        return answer.Length == 0 ? default : JsonElement.Parse(answer);
    }

    internal async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? body = null, bool asStranger = false)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var request = new HttpRequestMessage(method, $"/elsa/api{path}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await (asStranger ? stranger : client).SendAsync(request, deadline.Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(deadline.Token));
    }

    /// <summary>Asks the hub's own API, beside Elsa's.</summary>
    internal async Task<(HttpStatusCode Status, string Body)> AskHubAsync(string path, bool asStranger = false)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var response = await (asStranger ? stranger : client).GetAsync(path, deadline.Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(deadline.Token));
    }

    internal async Task<(HttpStatusCode Status, byte[] Content, string? FileName)> DownloadAsync(HttpMethod method, string path, string? body = null)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var request = new HttpRequestMessage(method, $"/elsa/api{path}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, deadline.Token);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(deadline.Token), response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
    }

    internal async Task<(HttpStatusCode Status, string Body)> UploadAsync(string path, (string Name, string Type, byte[] Content) file, bool asStranger = false)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var content = new ByteArrayContent(file.Content) { Headers = { ContentType = new MediaTypeHeaderValue(file.Type) } };
        using var form = new MultipartFormDataContent { { content, "files", file.Name } };
        using var response = await (asStranger ? stranger : client).PostAsync($"/elsa/api{path}", form, deadline.Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(deadline.Token));
    }

    private Envelope Envelope(string type, string subject, string partition) => new()
    {
        MessageId = new(Tenant, "test", Get<IdGenerator>().NewId()),
        Type = type,
        Subject = subject,
        Time = Get<TimeProvider>().GetUtcNow(),
        Partition = partition,
        ComesOnce = true,
    };

    internal Uri Address => new(app.Urls.First());

    internal Task<IssuedKey> KeyAsync(string role, TenantId tenant) =>
        Get<ApiKeyIssuer>().IssueAsync(new NewApiKey("test", [role], tenant.Value), "test", CancellationToken.None);

    /// <summary>A client without credentials and without cookies of its own.</summary>
    internal HttpClient Anybody() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address, Timeout = Patience };

    private async Task<HttpClient> ClientAsync(TenantId tenant)
    {
        var made = Anybody();
        made.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", (await KeyAsync("designer", tenant)).Text);
        return made;
    }
}
