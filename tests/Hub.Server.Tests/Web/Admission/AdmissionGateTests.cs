using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hub.Server.Web.Admission;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Server.Tests.Web.Admission;

/// <summary>The real hub on free ports, with its desk in the hands of the test.</summary>
public sealed class AdmissionGateTests : IAsyncLifetime
{
    private const string Key = "admission-gate-administrator-key-0123456789";
    private readonly string folder = Directory.CreateTempSubdirectory("hub-gate-").FullName;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private WebApplication app = null!; // set before each test by InitializeAsync
    private Uri door = null!; // likewise
    private Uri grpcDoor = null!; // likewise

    public async Task InitializeAsync()
    {
        var anywhere = new Uri("http://127.0.0.1:0");
        var options = new HubOptions { Data = folder, Ledgers = folder, Http = anywhere, Grpc = anywhere, Management = anywhere, BootstrapKey = Key, KeyRate = 2 };
        app = HubServer.Build(options, isQuiet: true);
        await HubServer.PrepareAsync(app.Services, options, CancellationToken.None);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray(); // Kestrel has them once it listens
        (door, grpcDoor) = (new Uri(addresses[0]), new Uri(addresses[1]));
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private AdmissionDesk Desk => app.Services.GetRequiredService<AdmissionDesk>();

    [Fact]
    public async Task Post_WhileStopping_Is503WithRetryAfterAndReadinessIsFalse()
    {
        Desk.Close();

        using var refused = await PostAsync("/api/requests/anything", "{}");
        using var ready = await http.GetAsync(new Uri(door, "/health/ready"));
        using var live = await http.GetAsync(new Uri(door, "/health/live"));

        Assert.Equal("urn:hub:problem:stopping", await ProblemOf(refused, HttpStatusCode.ServiceUnavailable));
        Assert.True(refused.Headers.ConnectionClose);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, live.StatusCode));
    }

    [Fact]
    public async Task Post_RoomTakenByNewWork_RefusesNewWorkAndLetsRunningJourneysPass()
    {
        var tickets = Fill(WorkClass.New);

        using var refused = await PostAsync("/api/requests/anything", "{}");
        using var running = await PostAsync("/api/journeys/none/messages", """{"name":"piece"}""");

        Assert.Equal("urn:hub:problem:overloaded", await ProblemOf(refused, HttpStatusCode.ServiceUnavailable));
        Assert.Equal(HttpStatusCode.NotFound, running.StatusCode);
        tickets.ForEach(ticket => ticket.Dispose());
        using var again = await PostAsync("/api/requests/anything", "{}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(0, Desk.Held);
    }

    [Fact]
    public async Task Submit_OverGrpc_RefusedIsUnavailableWithPushBack()
    {
        Desk.Close();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(grpcDoor, "/hub.connector.v1.ConnectorHub/Submit"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("ApiKey", Key);

        using var refused = await http.SendAsync(request);

        Assert.Equal("14", refused.Headers.GetValues("grpc-status").Single());
        Assert.True(int.Parse(refused.Headers.GetValues("grpc-retry-pushback-ms").Single(), System.Globalization.CultureInfo.InvariantCulture) >= 1000);
    }

    [Fact]
    public async Task Get_MoreThanTheKeysRate_Is429WithRetryAfter()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 200 && !statuses.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            using var answer = await SendAsync(HttpMethod.Get, "/api/schemas", null);
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.Equal("urn:hub:problem:too-many-requests", await ProblemOf(answer, HttpStatusCode.TooManyRequests));
            }
        }

        Assert.True(statuses.Count > 20, $"A burst of ten seconds' worth passes, but only {statuses.Count - 1} calls did.");
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    private List<AdmissionTicket> Fill(WorkClass work)
    {
        var tickets = new List<AdmissionTicket>();
        for (var i = 0; Desk.TryEnter(work, $"tenant-{i}", 0, out var ticket, out _); i++)
        {
            tickets.Add(ticket);
        }

        return tickets;
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(door, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("ApiKey", Key);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await http.SendAsync(request);
    }

    private static async Task<string?> ProblemOf(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1), "Retry-After is missing.");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("type").GetString();
    }
}
