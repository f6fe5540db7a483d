using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Hub.Connector.V1;
using Hub.Connectors.Tests.Sdk;

namespace Hub.Connectors.Tests.PayFip;

/// <summary>Connector and stand-in as they are deployed: processes of their own, killed in the middle of things, with the hub played over gRPC.</summary>
public sealed class ProcessTests : IDisposable
{
    private const string Wish = """{"amountCents":1250,"reference":"REF","object":"Cantine","email":"parent@example.org","paymentId":"p1"}""";

    // Known beforehand, because PayFiP is told it.
    private readonly string _urls = $"http://127.0.0.1:{FreePort()}";
    private readonly string _folder = Directory.CreateTempSubdirectory("payfip-processes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Payment_AllProcessesUp_IsRequestedAndSettled()
    {
        await using var hub = await FakeHub.StartAsync();
        await using var standIn = StandIn();
        var endpoint = await standIn.SeeAsync("ready: (http://[0-9.:]+)");
        await using var connector = Connector(hub, endpoint);
        var session = await hub.NextSessionAsync();

        await session.CommandAsync("c1", "requestPayment", "key-1", "journey-1", Wish);
        var reply = JsonDocument.Parse((await session.NextReplyAsync()).Payload.ToStringUtf8()).RootElement;
        var settled = await session.NextEventAsync();
        await session.AcceptAsync(settled.Id);

        var payload = JsonDocument.Parse(settled.Payload.ToStringUtf8()).RootElement;
        Assert.Equal("payfip", session.Hello.Connector);
        Assert.Equal("waiting", reply.GetProperty("status").GetString());
        Assert.Equal(("payment.settled", "journey-1", "p1"), (settled.Type, settled.Context.JourneyId, settled.Context.PaymentId));
        Assert.Equal(("paid", 1250), (payload.GetProperty("outcome").GetString(), payload.GetProperty("amountCents").GetInt64()));
        Assert.Equal(reply.GetProperty("idOp").GetString(), payload.GetProperty("idOp").GetString());
        Assert.DoesNotContain("parent@example.org", connector.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(_folder, "connector"), "payments.jsonl"), file => Read(file).Contains("parent@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connector_KilledWhileTheCitizenPays_TellsTheHubOnce()
    {
        await using var hub = await FakeHub.StartAsync();
        await using var standIn = StandIn(("STANDIN_CITIZENDELAY", "PT1S"));
        var endpoint = await standIn.SeeAsync("ready: (http://[0-9.:]+)");
        string idOp;
        await using (var connector = Connector(hub, endpoint))
        {
            var first = await hub.NextSessionAsync();
            await first.CommandAsync("c1", "requestPayment", "key-1", "journey-1", Wish);
            idOp = IdOpOf(await first.NextReplyAsync());
            await connector.KillAsync();
        }

        await PayFipWorld.UntilAsync(() => Ledger("payment.debited") == 1, "the debit");
        await using var restarted = Connector(hub, endpoint);
        var session = await hub.NextSessionAsync();
        await session.CommandAsync("c1", "requestPayment", "key-1", "journey-1", Wish, attempt: 2);

        Assert.Equal(idOp, IdOpOf(await session.NextReplyAsync()));
        Assert.Equal("paid", OutcomeOf(await session.NextEventAsync()));
        Assert.Equal((1, 1), (Ledger("payment.requested"), Ledger("payment.debited")));
    }

    [Fact]
    public async Task StandIn_DiesAfterDoingAndBeforeAnswering_IsDebitedOnceAndSettledOnce()
    {
        await using var hub = await FakeHub.StartAsync();
        string endpoint;
        await using (var standIn = StandIn())
        {
            endpoint = await standIn.SeeAsync("ready: (http://[0-9.:]+)");
            using var http = new HttpClient();
            using var told = await http.PostAsJsonAsync(new Uri(endpoint + "/stand-in/behaviour"), new { operation = "creerPaiementSecurise", die = true });
            await using var early = Connector(hub, endpoint);
            var first = await hub.NextSessionAsync();
            await first.CommandAsync("c1", "requestPayment", "key-1", "journey-1", Wish);

            var failure = (await first.NextReplyAsync()).Failure;
            await standIn.ExitAsync();

            Assert.Equal(("unavailable", true), (failure.Code, failure.Retryable));
            Assert.Equal((1, 0), (Ledger("payment.requested"), Ledger("payment.debited")));
        }

        await using var restarted = StandIn(("STANDIN_URLS", endpoint));
        await restarted.SeeAsync("ready: (http://[0-9.:]+)");
        await using var connector = Connector(hub, endpoint);
        var session = await hub.NextSessionAsync();
        await session.CommandAsync("c1", "requestPayment", "key-1", "journey-1", Wish, attempt: 2);
        Assert.Equal(Reply.ResultOneofCase.Payload, (await session.NextReplyAsync()).ResultCase);

        Assert.Equal("paid", OutcomeOf(await session.NextEventAsync()));
        Assert.Equal((2, 1), (Ledger("payment.requested"), Ledger("payment.debited")));
    }

    private static string IdOpOf(Reply reply) => JsonDocument.Parse(reply.Payload.ToStringUtf8()).RootElement.GetProperty("idOp").GetString() ?? "";

    private static string? OutcomeOf(Event settled) => JsonDocument.Parse(settled.Payload.ToStringUtf8()).RootElement.GetProperty("outcome").GetString();

    private ChildProcess StandIn(params (string Name, string Value)[] environment) => ChildProcess.Start(
        "Hub.Connectors.PayFip.StandIn",
        "connectors/PayFip/StandIn",
        [("STANDIN_URLS", "http://127.0.0.1:0"), ("HUB__LEDGERS", Path.Combine(_folder, "ledgers")), .. environment]);

    private ChildProcess Connector(FakeHub hub, string endpoint) => ChildProcess.Start(
        "Hub.Connectors.PayFip",
        "connectors/PayFip",
        ("HUB_CONNECTOR_HUB", hub.Address),
        ("HUB_CONNECTOR_DATA", Path.Combine(_folder, "connector")),
        ("PAYFIP__ENDPOINT", endpoint + "/tpa/services/securite"),
        ("PAYFIP__URLS", _urls));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private int Ledger(string kind) => Read(Path.Combine(_folder, "ledgers", "payfip.jsonl")).Split('\n').Count(line => line.Contains($"\"{kind}\"", StringComparison.Ordinal));

    private static string Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
