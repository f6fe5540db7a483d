using System.Net.Http.Json;
using System.Text.Json;
using Hub.Connector.V1;
using Hub.Connectors.Tests.PayFip;
using Hub.Connectors.Tests.Sdk;

namespace Hub.Connectors.Tests.CitizenRelations;

/// <summary>Connector and stand-in as processes of their own, killed in the middle of things, with the hub played over gRPC.</summary>
public sealed class ProcessTests : IDisposable
{
    private const string NewCase = """
        {"procedure":"inscription-periscolaire","applicant":{"familyName":"Zzyzx","givenNames":["Anne"],"birthDate":"1990-05-04","gender":"female"},"details":{"days":["monday"]}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("grc-processes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Case_AllProcessesUp_IsOpenedUpdatedAndFound()
    {
        await using var hub = await FakeHub.StartAsync();
        await using var standIn = StandIn("http://127.0.0.1:0");
        var endpoint = await standIn.SeeAsync("ready: (http://[0-9.:]+)");
        await using var connector = Connector(hub, endpoint);
        var session = await hub.NextSessionAsync();

        await session.CommandAsync("c1", "openCase", "key-1", "journey-1", NewCase);
        var number = Json(await session.NextReplyAsync()).GetProperty("caseNumber").GetString();
        await session.CommandAsync("c2", "updateCase", "key-2", "journey-1", $$"""{"caseNumber":"{{number}}","status":"accepted","payment":{"amountCents":1250,"status":"paid"} }""");
        var updated = Json(await session.NextReplyAsync());
        await session.CommandAsync("c3", "findDuplicates", "key-3", "journey-2", """{"applicant":{"familyName":"ZZYZX","givenNames":["anne"],"birthDate":{"value":"1990-05-04","precision":"day"}}}""");
        var found = Json(await session.NextReplyAsync());
        await session.CommandAsync("c4", "openCase", "key-4", "journey-3", """{"procedure":7}""");
        var failure = (await session.NextReplyAsync()).Failure;
        await session.CommandAsync("c5", "closeCase", "key-5", "journey-1", $$"""{"caseNumber":"{{number}}"}""");
        var closed = Json(await session.NextReplyAsync());

        Assert.Equal("citizen-relations", session.Hello.Connector);
        Assert.Equal("accepted", updated.GetProperty("status").GetString());
        Assert.Equal(number, found.GetProperty("candidates")[0].GetProperty("caseNumber").GetString());
        Assert.Equal("invalid", failure.Code);
        Assert.Contains("$.procedure", failure.Message, StringComparison.Ordinal);
        Assert.Equal("closed", closed.GetProperty("status").GetString());
        Assert.DoesNotContain("zzyzx", connector.Output + standIn.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task StandIn_DiesAfterOpeningAndBeforeAnswering_HasOneCase()
    {
        await using var hub = await FakeHub.StartAsync();
        string endpoint;
        await using (var standIn = StandIn("http://127.0.0.1:0"))
        {
            endpoint = await standIn.SeeAsync("ready: (http://[0-9.:]+)");
            using var http = new HttpClient();
            using var told = await http.PostAsJsonAsync(new Uri(endpoint + "/stand-in/behaviour"), new { operation = "ouvrir", die = true });
            await using var early = Connector(hub, endpoint);
            var first = await hub.NextSessionAsync();
            await first.CommandAsync("c1", "openCase", "key-1", "journey-1", NewCase);

            var failure = (await first.NextReplyAsync()).Failure;

            Assert.Equal((true, true), (failure.Retryable, failure.OutcomeUnknown));
        }

        await using var restarted = StandIn(endpoint);
        await restarted.SeeAsync("ready: (http://[0-9.:]+)");
        await using var connector = Connector(hub, endpoint);
        var session = await hub.NextSessionAsync();
        await session.CommandAsync("c1", "openCase", "key-1", "journey-1", NewCase, attempt: 2);

        var number = Json(await session.NextReplyAsync()).GetProperty("caseNumber").GetString();
        var line = Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder, "ledgers", "citizen-relations.jsonl")));
        Assert.Contains($"\"{number}\"", line, StringComparison.Ordinal);
    }

    private static JsonElement Json(Reply reply) => JsonDocument.Parse(reply.Payload.ToStringUtf8()).RootElement;

    private ChildProcess StandIn(string urls) => ChildProcess.Start(
        "Hub.Connectors.CitizenRelations.StandIn",
        "connectors/CitizenRelations/StandIn",
        ("STANDIN_URLS", urls),
        ("HUB__LEDGERS", Path.Combine(_folder, "ledgers")));

    private ChildProcess Connector(FakeHub hub, string endpoint) => ChildProcess.Start(
        "Hub.Connectors.CitizenRelations",
        "connectors/CitizenRelations",
        ("HUB_CONNECTOR_HUB", hub.Address),
        ("HUB_CONNECTOR_DATA", Path.Combine(_folder, "connector")),
        ("CITIZENRELATIONS__ENDPOINT", endpoint));
}
