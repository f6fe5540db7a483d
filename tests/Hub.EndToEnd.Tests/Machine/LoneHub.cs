using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine;

/// <summary>A hub without connectors on a machine that is about to fail: requests are taken, what they ask for waits in the outbox.</summary>
internal sealed class LoneHub : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-machine-");
    private string? example;

    /// <param name="data">The data folder; a new one of its own by default.</param>
    public LoneHub(IReadOnlyDictionary<string, string>? settings = null, Func<LoneHub, IReadOnlyList<string>>? under = null, string? data = null)
    {
        Data = data ?? Path.Combine(folder.FullName, "data");
        Directory.CreateDirectory(Data);
        var merged = new Dictionary<string, string>(settings ?? new Dictionary<string, string>()) { ["HUB__LEDGERS"] = Path.Combine(folder.FullName, "ledgers") };
        Process = new HubProcess(Data, http, merged, under?.Invoke(this));
        Client = new HubClient(http, Process.Http, HubProcess.AdministratorKey);
    }

    public string Data { get; }

    /// <summary>A folder beside the data, for what the test itself writes.</summary>
    public string Beside => folder.FullName;

    public HubProcess Process { get; }

    public HubClient Client { get; }

    public HttpClient Http => http;

    /// <summary>Journeys that were answered 202, in the order of the answers.</summary>
    public List<string> Acknowledged { get; } = [];

    public async Task<Answer> SubmitAsync(string key)
    {
        example ??= await Client.ExampleAsync(1);
        var answer = await Client.SubmitAsync(example, key);
        if (answer.Status == 202)
        {
            lock (Acknowledged)
            {
                Acknowledged.Add(answer.Json.GetProperty("journeyId").GetString()!);
            }
        }

        return answer;
    }

    /// <summary>Whether the hub says that it would make a request durable now.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var answer = await http.GetAsync(new Uri(Process.Http, "/health/ready"));
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Fails where a journey that was acknowledged is not there, or the audit log is not intact.</summary>
    public async Task AssertNothingLostAsync()
    {
        foreach (var id in Acknowledged)
        {
            Assert.Equal(id, (await Client.JourneyAsync(id)).GetProperty("id").GetString());
        }

        var (exitCode, output) = await Process.RunVerbAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        http.Dispose();
        folder.Delete(recursive: true);
    }
}
