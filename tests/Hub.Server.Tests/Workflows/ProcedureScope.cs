using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Schemas;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.Workflows;

/// <summary>A published procedure — open a case, wait for a document, have it paid — and a test in the part of every connector.</summary>
internal sealed class ProcedureScope : IAsyncDisposable
{
    public const string Schema = """{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:hub:schema:test:request:1.0.0","type":"object","required":["amountCents"],"properties":{"amountCents":{"type":"integer"}}}""";

    private readonly ExchangeScope exchange = ExchangeScope.Open();
    private int messages;

    public ExchangeScope Exchange => exchange;

    public string JourneyId { get; private set; } = "";

    public JourneyState State => exchange.Get<IJourneyStore>().Find(ExchangeScope.Tenant, new JourneyId(JourneyId))!.State; // submitted before

    public StoredInstance Instance => exchange.Get<IWorkflowStore>().InstancesOf(ExchangeScope.Tenant, new JourneyId(JourneyId)).Single();

    public IEnumerable<string> EventTypes => exchange.EventsOf(JourneyId).Select(happened => happened.Type);

    /// <param name="definition">Another drawing of the procedure, under the same names; null for its own.</param>
    public static async Task<ProcedureScope> StartAsync(byte[]? definition = null)
    {
        var scope = new ProcedureScope();
        await scope.exchange.Get<SchemaCatalog>().PutAsync(SchemaVersion.Read(Encoding.UTF8.GetBytes(Schema)), [], CancellationToken.None);
        var publisher = scope.exchange.Get<DefinitionPublisher>();
        await publisher.ImportAsync(ExchangeScope.Tenant, definition ?? Definition(), [], CancellationToken.None);
        var published = await publisher.PublishAsync(ExchangeScope.Tenant, "paid", [], CancellationToken.None);
        Assert.Empty(published.Errors);
        return scope;
    }

    /// <summary>Request → openCase → wait for <c>piece</c> (1 h) → payment; every other way abandons the journey.</summary>
    public static byte[] Definition(string definitionId = "paid", string procedure = "paid", string schema = "test.request") => Encoding.UTF8.GetBytes($$$"""
        {"definitionId":"{{{definitionId}}}","name":"{{{definitionId}}}","version":1,
         "variables":[{"id":"request","name":"request","typeName":"Object","value":null,"storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],
         "root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
           {"id":"start","type":"Hub.CitizenRequest","version":1,"customProperties":{"canStartWorkflow":true},
            "procedure":{{{Literal(procedure)}}},"schema":{{{Literal(schema)}}},"legalDeadline":{{{Literal("P2M")}}},"request":{"typeName":"Object","memoryReference":{"id":"request"} } },
           {"id":"open","type":"Hub.SendToConnector","version":1,"connector":{{{Literal("grc")}}},"operation":{{{Literal("openCase")}}} },
           {"id":"wait","type":"Hub.WaitForMessage","version":1,"message":{{{Literal("piece")}}},"timeout":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"01:00:00"} } },
           {"id":"pay","type":"Hub.RequestPayment","version":1,"connector":{{{Literal("payfip")}}},
            "amountCents":{"typeName":"Int64","expression":{"type":"JavaScript","value":"return variables.request.amountCents"}},
            "reference":{{{Literal("REF1")}}},"object":{{{Literal("Cantine")}}},"email":{{{Literal("usager@exemple.fr")}}} },
           {"id":"abandon","type":"Hub.CloseJourney","version":1,"state":{{{Literal("abandoned")}}} }],
         "connections":[{{{Connection("start", "Done", "open")}}},{{{Connection("open", "Done", "wait")}}},{{{Connection("wait", "Received", "pay")}}},{{{Connection("wait", "TimedOut", "abandon")}}},{{{Connection("pay", "Refused", "abandon")}}}]}}
        """);

    public async Task<ExchangeAnswer> SubmitAsync(string key = "key-1", string payload = """{"amountCents":4200}""")
    {
        var procedure = exchange.Get<IProcedureDirectory>().Find(ExchangeScope.Tenant, "paid")!; // published by StartAsync
        var answer = await SendAsync(CitizenRequests.ToEnvelope(
            procedure, ExchangeScope.Tenant, key, "web", Encoding.UTF8.GetBytes(payload), null, exchange.Get<IdGenerator>(), exchange.Clock));
        if (answer.IsAccepted)
        {
            JourneyId = CitizenRequests.ReadReceipt(answer.Reply).JourneyId;
        }

        return answer;
    }

    /// <summary>The one command that waits for a connector.</summary>
    public OutboxMessage Command(string connector) => Assert.Single(exchange.Outbox.Due(connector, exchange.Clock.GetUtcNow(), 10));

    public async Task<OutboxMessage> AnswerAsync(string connector, string reply = "{}")
    {
        var command = Command(connector);
        Assert.True((await exchange.Get<ReplyEntrance>().EnterAsync(command, Encoding.UTF8.GetBytes(reply), null)).IsAccepted);
        return command;
    }

    public Task<ExchangeAnswer> BringAsync(string name, string payload = "{}") =>
        SendAsync(exchange.Message($"m{++messages}", payload, JourneyId, MessageTypes.JourneyMessage) with { Subject = name, Channel = "counter" });

    public Task<ExchangeAnswer> SettleAsync(string paymentId, string payload) => exchange.Pipeline.SendAsync(
        exchange.Message($"e{++messages}", payload, JourneyId, MessageTypes.ConnectorEvent) with { Subject = "payment.settled", PaymentId = paymentId },
        new ConnectorOrigin("payfip"),
        CancellationToken.None);

    /// <summary>Up to the point where the citizen has to pay. Returns the payment's id.</summary>
    public async Task<string> ReachPaymentAsync()
    {
        await SubmitAsync();
        await AnswerAsync("grc");
        await BringAsync("piece");
        return (await AnswerAsync("payfip")).PaymentId!; // RequestPayment names one
    }

    public async ValueTask DisposeAsync() => await exchange.DisposeAsync();

    private Task<ExchangeAnswer> SendAsync(Envelope envelope) => exchange.Pipeline.SendAsync(envelope, null, CancellationToken.None);

    private static string Literal(string value) => $$$"""{"typeName":"String","expression":{"type":"Literal","value":"{{{value}}}"}}""";

    private static string Connection(string source, string port, string target) =>
        $$$"""{"source":{"activity":"{{{source}}}","port":"{{{port}}}"},"target":{"activity":"{{{target}}}","port":"In"}}""";
}
