using System.Text;
using System.Text.Json;
using Hub.Server.Connectors;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Schemas;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Runtime;

namespace Hub.Server.Tests.Workflows.Activities;

/// <summary>A procedure with one step of a connector's operation, and a test in the connector's part.</summary>
internal sealed class OperationScope : IAsyncDisposable
{
    public const string Type = "Hub.Connector.case-desk.open";

    private const string RequestSchema = """{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:hub:schema:test:request:1.0.0","type":"object"}""";

    private const string Head = """
        apiVersion: hub.connector/v1
        kind: Connector
        metadata:
          name: case-desk
          title: { fr: Bureau des dossiers, en: Case desk }
          description: { fr: Tient les dossiers., en: Keeps the cases. }
          version: 1.0.0
          vendor: Test
          category: citizen-relations
          supportLevel: supported
          licence: Apache-2.0
        spec:
          transport: grpc
          dataCategories: [identity]
          operations:

        """;

    private const string Open = """
            - name: open
              kind: command
              title: { fr: Ouvrir, en: Open }
              description: { fr: Ouvre un dossier., en: Opens a case. }
              timeout: PT5S
              idempotency: { supported: true }
              input:
                type: object
                required: [subject]
                properties:
                  subject: { type: string, minLength: 1, x-title: { fr: Objet, en: Subject } }
                  urgent: { type: boolean, description: "Urgent ou non. / Urgent or not." }
                  level: { enum: [low, high] }
                  count: { type: integer }
                  price: { type: number }
                  tags: { type: array, items: { type: string } }
                  person: { type: object, x-personal-data: identity }
                  key: { type: string, x-secret: true }
                  note: { type: string, maxLength: 2000 }
                  name: { type: string }
                  closing-date: { type: [string, "null"] }
              output:
                type: object
                required: [number]
                properties:
                  number: { type: string, x-title: { fr: Numéro, en: Number } }
                  subject: { type: string }

        """;

    private const string Others = """
            - name: say
              kind: query
              title: { fr: Dire, en: Say }
              input: { type: string }
            - name: opened
              kind: event
              title: { fr: Ouvert, en: Opened }

        """;

    private readonly ExchangeScope exchange = ExchangeScope.Open();

    public ExchangeScope Exchange => exchange;

    public string JourneyId { get; private set; } = "";

    public StoredInstance Instance => exchange.Get<IWorkflowStore>().InstancesOf(ExchangeScope.Tenant, new JourneyId(JourneyId)).Single();

    public WorkflowInstance State => WorkflowInstance.Deserialize(Instance.State);

    public ActivityDescriptor Descriptor(string type = Type) => exchange.Get<ActivityRegistry>().Find(type) ?? throw new InvalidOperationException($"There is no {type}.");

    public static async Task<OperationScope> AttachedAsync()
    {
        var scope = new OperationScope();
        await scope.PresentAsync(Open + Others);
        return scope;
    }

    /// <summary>The connector attaches with these operations.</summary>
    public Task PresentAsync(string operations) =>
        exchange.Get<ConnectorRegistry>().PresentAsync(Encoding.UTF8.GetBytes(Head + operations), "case-desk", exchange.Clock.GetUtcNow());

    public Task PresentAllAsync() => PresentAsync(Open + Others);

    public Task PresentWithoutOpenAsync() => PresentAsync(Others);

    /// <summary>With an output and an input less, and another input.</summary>
    public Task PresentChangedAsync() => PresentAsync(
        Open.Replace("subject: { type: string }", "", StringComparison.Ordinal).Replace("count: { type: integer }", "total: { type: integer }", StringComparison.Ordinal) + Others);

    /// <summary>Publishes request → open, with these inputs, and submits a request.</summary>
    public async Task StartAsync(string members, params string[] connections)
    {
        await exchange.Get<SchemaCatalog>().PutAsync(SchemaVersion.Read(Encoding.UTF8.GetBytes(RequestSchema)), [], CancellationToken.None);
        var publisher = exchange.Get<DefinitionPublisher>();
        await publisher.ImportAsync(ExchangeScope.Tenant, Definition(members, connections), [], CancellationToken.None);
        Assert.Empty((await publisher.PublishAsync(ExchangeScope.Tenant, "desk", [], CancellationToken.None)).Errors);
        var procedure = exchange.Get<IProcedureDirectory>().Find(ExchangeScope.Tenant, "desk")!; // published just now
        var answer = await exchange.Pipeline.SendAsync(
            CitizenRequests.ToEnvelope(procedure, ExchangeScope.Tenant, "key-1", "web", "{}"u8.ToArray(), null, exchange.Get<IdGenerator>(), exchange.Clock), null, CancellationToken.None);
        Assert.True(answer.IsAccepted);
        JourneyId = CitizenRequests.ReadReceipt(answer.Reply).JourneyId;
    }

    public OutboxMessage? Command() => exchange.Outbox.Due("case-desk", exchange.Clock.GetUtcNow(), 10).SingleOrDefault();

    public async Task AnswerAsync(string reply)
    {
        var command = Command();
        Assert.NotNull(command);
        Assert.True((await exchange.Get<ReplyEntrance>().EnterAsync(command, Encoding.UTF8.GetBytes(reply), null)).IsAccepted);
    }

    public ValueTask DisposeAsync() => exchange.DisposeAsync();

    public static string Literal(string value, string type = "String") => $$$"""{"typeName":"{{{type}}}","expression":{"type":"Literal","value":{{{JsonSerializer.Serialize(value)}}}}}""";

    public static string Script(string value, string type = "Object") => $$$"""{"typeName":"{{{type}}}","expression":{"type":"JavaScript","value":{{{JsonSerializer.Serialize(value)}}}}}""";

    private static byte[] Definition(string members, string[] connections)
    {
        string Variable(string name) => $$"""{"id":"{{name}}","name":"{{name}}","typeName":"Object","storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}""";
        var links = new[] { ("start", "Done", "open"), ("open", "Done", "wait") }
            .Select(link => $$$"""{"source":{"activity":"{{{link.Item1}}}","port":"{{{link.Item2}}}"},"target":{"activity":"{{{link.Item3}}}","port":"In"}}""");
        return Encoding.UTF8.GetBytes($$$"""
            {"definitionId":"desk","name":"desk","version":1,"variables":[{{{Variable("answer")}}},{{{Variable("number")}}}],
             "root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
               {"id":"start","type":"Hub.CitizenRequest","version":1,"customProperties":{"canStartWorkflow":true},"procedure":{{{Literal("desk")}}},"schema":{{{Literal("test.request")}}} },
               {"id":"open","name":"Open1","type":"{{{Type}}}","version":1,{{{members}}},
                "result":{"typeName":"Object","memoryReference":{"id":"answer"} },"resultNumber":{"typeName":"String","memoryReference":{"id":"number"} } },
               {"id":"wait","type":"Elsa.Event","version":1,"eventName":{{{Literal("never")}}} },
               {"id":"otherwise","type":"Elsa.Event","version":1,"eventName":{{{Literal("otherwise")}}} }],
             "connections":[{{{string.Join(',', links.Concat(connections))}}}]}}
            """);
    }
}
