using System.Net;
using System.Net.Http.Json;
using Hub.Connectors.FranceConnect;
using Hub.Connectors.FranceConnect.Operations;
using Hub.Connectors.FranceConnect.SignIns;
using Hub.Connectors.FranceConnect.StandIn;
using Hub.Connectors.FranceConnect.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>The stand-in and the connector, both on free ports of this process, with files in a folder of their own.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    public const string Tenant = "219900011";
    // Made once: making RSA keys takes longer than most of the tests.
    private static readonly Lazy<byte[]> Keys = new(MakeKeys);

    private readonly HttpClient _control = new();
    private readonly Action<FranceConnectOptions> _adjust;
    private WebApplication _connector;

    private Sandbox(WebApplication standIn, WebApplication connector, RecordedEvents events, ManualTime time, string folder, Action<FranceConnectOptions> adjust)
    {
        Time = time;
        StandIn = standIn;
        _connector = connector;
        Events = events;
        Folder = folder;
        _adjust = adjust;
    }

    public WebApplication StandIn { get; }

    public RecordedEvents Events { get; }

    /// <summary>The connector's clock.</summary>
    public ManualTime Time { get; }

    public string Folder { get; }

    public string StandInOrigin => StandIn.Urls.First();

    public string Origin => _connector.Urls.First();

    public IServiceProvider Services => _connector.Services;

    public string LedgerPath => Path.Combine(Folder, "ledgers", "france-connect.jsonl");

    public static async Task<Sandbox> StartAsync(Action<FranceConnectOptions>? adjust = null, string idTokenAlg = "ES256", string userinfoAlg = "RSA-OAEP-256")
    {
        var folder = Directory.CreateTempSubdirectory("fc-tests-").FullName;
        var standIn = StandInApp.Build(
        [
            "--STANDIN_URLS=http://127.0.0.1:0", $"--HUB:LEDGERS={Path.Combine(folder, "ledgers")}", $"--STANDIN_DATA={Path.Combine(folder, "stand-in")}",
            "--Logging:LogLevel:Default=Warning",
        ]);
        await standIn.StartAsync();
        var events = new RecordedEvents();
        var time = new ManualTime();
        void Adjust(FranceConnectOptions options)
        {
            options.Issuer = standIn.Urls.First() + "/api/v2";
            options.LinkDelivery = standIn.Urls.First() + "/citizen/links";
            adjust?.Invoke(options);
        }

        var connector = await StartConnectorAsync(folder, events, time, Adjust, "http://127.0.0.1:0");
        var sandbox = new Sandbox(standIn, connector, events, time, folder, Adjust);
        await sandbox.RegisterAsync(idTokenAlg, userinfoAlg);
        return sandbox;
    }

    /// <summary>Stops the connector without letting it do anything more, and starts another on the same files and address.</summary>
    public async Task RestartConnectorAsync()
    {
        var origin = Origin;
        await _connector.DisposeAsync();
        _connector = await StartConnectorAsync(Folder, Events, Time, _adjust, origin);
    }

    public async Task BehaveAsync(object rule)
    {
        using var answer = await _control.PostAsJsonAsync(StandInOrigin + "/stand-in/behaviour", rule);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    public async Task PostToStandInAsync(string path, object? body = null)
    {
        using var answer = await _control.PostAsJsonAsync(StandInOrigin + path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
    }

    public Task<(ReadIdentityAnswer? Answer, ReadIdentityFailure? Failure)> ReadIdentityAsync(object input, string key = "key-1", string journey = "J-1", string tenant = Tenant) =>
        Services.GetRequiredService<ReadIdentity>().RunAsync(
            System.Text.Json.JsonSerializer.SerializeToElement(input),
            new ReadIdentityContext(tenant, journey, null, null, key),
            new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);

    public IReadOnlyList<string> LedgerLines()
    {
        if (!File.Exists(LedgerPath))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(LedgerPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();

        // The robot first, so that nobody calls a connector that is gone.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await StandIn.StopAsync(patience.Token);
        await _connector.StopAsync(patience.Token);
        await _connector.DisposeAsync();
        await StandIn.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static byte[] MakeKeys()
    {
        var folder = Directory.CreateTempSubdirectory("fc-keys-");
        ConnectorKeys.LoadOrMake(folder.FullName).Dispose();
        var keys = File.ReadAllBytes(Path.Combine(folder.FullName, "france-connect.keys.json"));
        folder.Delete(recursive: true);
        return keys;
    }

    private async Task RegisterAsync(string idTokenAlg, string userinfoAlg)
    {
        var options = Services.GetRequiredService<FranceConnectOptions>();
        await PostToStandInAsync("/stand-in/clients", new
        {
            clientId = options.ClientId,
            clientSecret = options.ClientSecret,
            redirectUris = new[] { Origin + "/callback" },
            postLogoutRedirectUris = new[] { Origin + "/signed-out" },
            jwksUri = Origin + "/jwks",
            idTokenSignedResponseAlg = idTokenAlg,
            userinfoEncryptedResponseAlg = userinfoAlg,
        });
    }

    private static async Task<WebApplication> StartConnectorAsync(string folder, RecordedEvents events, ManualTime time, Action<FranceConnectOptions> adjust, string url)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var options = new FranceConnectOptions();
        adjust(options);
        var files = Directory.CreateDirectory(Path.Combine(folder, "connector"));
        File.WriteAllBytes(Path.Combine(files.FullName, "france-connect.keys.json"), Keys.Value);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddFranceConnect(options, files.FullName);
        builder.Services.AddSingleton<IIdentityEvents>(events);
        var app = builder.Build();
        app.MapSignIn();
        await app.StartAsync();
        return app;
    }
}
