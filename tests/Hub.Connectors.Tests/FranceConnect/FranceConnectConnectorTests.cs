using System.Text;
using System.Text.Json;
using Hub.Connectors.FranceConnect;
using Hub.Connectors.FranceConnect.Operations;
using Hub.Connectors.FranceConnect.StandIn;
using Hub.Connectors.Sdk;
using Hub.Connectors.Sdk.Manifest;
using Hub.Connectors.Tests.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>The connector put together with the SDK, while its hub is away.</summary>
public sealed class FranceConnectConnectorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fc-sdk-").FullName;

    [Fact]
    public async Task Citizen_SignsInWhileTheHubIsAway_EventWaitsInTheBox()
    {
        await using var standIn = StandInApp.Build(
        [
            "--STANDIN_URLS=http://127.0.0.1:0", $"--HUB:LEDGERS={_folder}/ledgers", "--Logging:LogLevel:Default=Warning",
        ]);
        await standIn.StartAsync();
        await using var connector = Build(standIn);
        await connector.StartAsync();
        await RegisterAsync(standIn, connector);

        var (answer, _) = await connector.Services.GetRequiredService<ReadIdentity>().RunAsync(
            JsonSerializer.SerializeToElement(new { loginHint = "citoyen-2" }),
            new ReadIdentityContext("219900011", "J-42", "C-7", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "key-1"),
            CancellationToken.None);
        var text = await ReadUntilAsync(Path.Combine(_folder, "connector", "events.jsonl"), answer?.Reference + ".proved");

        var wire = Wire(text);
        Assert.Contains("identity.proved", wire, StringComparison.Ordinal);
        Assert.Contains("J-42", wire, StringComparison.Ordinal);
        Assert.Contains("219900011", wire, StringComparison.Ordinal);
        Assert.Contains("\"birthDate\":{\"value\":\"1943-04\",\"precision\":\"month\"}", wire, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_OfTheHub_IsAnsweredAndFollowedByTheEvent()
    {
        await using var hub = await FakeHub.StartAsync();
        await using var standIn = StandInApp.Build(
        [
            "--STANDIN_URLS=http://127.0.0.1:0", $"--HUB:LEDGERS={_folder}/ledgers", "--Logging:LogLevel:Default=Warning",
        ]);
        await standIn.StartAsync();
        await using var connector = Build(standIn, hub.Address);
        await connector.StartAsync();
        await RegisterAsync(standIn, connector);
        var session = await hub.NextSessionAsync();

        await session.CommandAsync("c1", "readIdentity", "key-1", "J-42", """{"loginHint":"citoyen-1"}""");
        var reply = await session.NextReplyAsync();
        var told = await session.NextEventAsync();
        await session.AcceptAsync(told.Id);
        await session.CommandAsync("c1", "readIdentity", "key-1", "J-42", """{"loginHint":"citoyen-1"}""", attempt: 2);
        var again = await session.NextReplyAsync();
        await session.CommandAsync("c2", "readIdentity", "key-2", "J-42", """{"result":"never issued"}""");
        var failure = await session.NextReplyAsync();

        Assert.Equal("france-connect", session.Hello.Connector);
        using var answer = JsonDocument.Parse(reply.Payload.ToStringUtf8());
        Assert.Equal("signInRequired", answer.RootElement.GetProperty("status").GetString());
        Assert.Equal(reply.Payload, again.Payload);
        Assert.Equal("identity.proved", told.Type);
        Assert.Equal("J-42", told.Context.JourneyId);
        using var identity = JsonDocument.Parse(told.Payload.ToStringUtf8());
        Assert.Equal("2A115", identity.RootElement.GetProperty("identity").GetProperty("birthPlace").GetString());
        Assert.Equal(answer.RootElement.GetProperty("reference").GetString(), identity.RootElement.GetProperty("reference").GetString());
        Assert.Equal("resultUnknown", failure.Failure.Code);
        Assert.False(failure.Failure.Retryable);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder, "ledgers", "france-connect.jsonl")));
        await standIn.StopAsync();
    }

    [Fact]
    public void Manifest_OfTheConnector_NamesWhatTheCodeAnswersAndTells()
    {
        var manifest = ManifestReader.Read(Path.Combine(Repository.ConnectorFolder, "connector.yaml"));

        Assert.Equal("france-connect", manifest.Metadata.Name);
        Assert.Equal(["readIdentity", "identity.proved", "identity.refused"], manifest.Spec.Operations.Select(operation => operation.Name));
        var codes = manifest.Find("readIdentity")?.Errors.Select(error => error.Code);
        Assert.Equal(["resultUnknown", "resultUsed", "resultExpired", "assuranceTooLow", "linkNotDelivered", "invalid"], codes);
        Assert.Equal(2, manifest.Find("readIdentity")?.Examples.Count);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ConnectorApp Build(WebApplication standIn, string hub = "http://127.0.0.1:9") => FranceConnectConnector.Build(
    [
        $"--contentRoot={Repository.ConnectorFolder}",
        "--urls=http://127.0.0.1:0",
        $"--FranceConnect:Issuer={standIn.Urls.First()}/api/v2",
        $"--FranceConnect:LinkDelivery={standIn.Urls.First()}/citizen/links",
        $"--HUB_CONNECTOR_DATA={_folder}/connector",
        $"--HUB_CONNECTOR_HUB={hub}",
        "--Logging:LogLevel:Default=Error",
    ]);

    private static async Task RegisterAsync(WebApplication standIn, ConnectorApp connector)
    {
        var origin = connector.Web.Urls.First();
        using var http = new HttpClient();
        using var body = new StringContent(
            JsonSerializer.Serialize(new
            {
                clientId = "hub-demo", clientSecret = FranceConnectOptions.StandInSecret, redirectUris = new[] { origin + "/callback" }, jwksUri = origin + "/jwks",
            }),
            Encoding.UTF8,
            "application/json");
        using var answer = await http.PostAsync(standIn.Urls.First() + "/stand-in/clients", body);
        Assert.True(answer.IsSuccessStatusCode);
    }

    // The box keeps the wire's own bytes, as base64 in some member of the line.
    private static string Wire(string line)
    {
        using var document = JsonDocument.Parse(line.Split('\n')[0]);
        return string.Concat(document.RootElement.EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.String && member.Value.TryGetBytesFromBase64(out _))
            .Select(member => Encoding.UTF8.GetString(member.Value.GetBytesFromBase64())));
    }

    private static async Task<string> ReadUntilAsync(string path, string awaited)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (File.Exists(path))
            {
                using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
                var text = await reader.ReadToEndAsync(CancellationToken.None);
                if (text.Contains(awaited, StringComparison.Ordinal))
                {
                    return text;
                }
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"\"{awaited}\" did not come into {Path.GetFileName(path)} within 60 s.");
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }
}
