using System.Text;
using System.Text.Json;
using Hub.Server.Connectors;
using Hub.Server.Schemas;
using Hub.Server.Tests.Architecture;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Checks;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;

namespace Hub.Server.Tests.Workflows.Checks;

/// <summary>The shipped schemas and manifests, beside a few connectors that are not as they should be; definitions made short.</summary>
public sealed class CheckBench : IAsyncLifetime
{
    private const string Head = """
        apiVersion: hub.connector/v1
        kind: Connector
        metadata:
          name: NAME
          title: { fr: Essai, en: Trial }
          description: { fr: Essai., en: Trial. }
          version: 1.0.0
          vendor: Test
          category: payment
          supportLevel: supported
          licence: Apache-2.0
        spec:
          transport: grpc
          dataCategories: [contact]
          operations:

        """;

    private ExchangeScope scope = null!; // set by InitializeAsync, before any test

    internal ExchangeScope Scope => scope;

    public async Task InitializeAsync()
    {
        scope = ExchangeScope.Open();
        scope.Get<SchemaCatalog>().Load(Path.Combine(Repository.Root, "schemas"));
        var connectors = scope.Get<ConnectorRegistry>();
        connectors.Load(Path.Combine(Repository.Root, "connectors"));
        await PresentAsync("till", "    - { name: pay, kind: command, title: { fr: Payer, en: Pay }, input: { type: object, properties: { paymentId: { type: string }, email: { type: string } } } }\n");
        await PresentAsync("patient", "    - { name: ask, kind: query, title: { fr: Demander, en: Ask }, input: { type: object } }\n");
    }

    public async Task DisposeAsync() => await scope.DisposeAsync();

    internal IReadOnlyList<CheckFinding> Check(string definition) => scope.Get<WorkflowChecks>().Of(Compile(definition));

    internal WorkflowGraph Compile(string definition) => scope.Get<GraphCache>().Check(WorkflowDefinition.Parse(Encoding.UTF8.GetBytes(definition)), ExchangeScope.Tenant);

    private Task PresentAsync(string name, string operations) => scope.Get<ConnectorRegistry>().PresentAsync(
        Encoding.UTF8.GetBytes(Head.Replace("NAME", name, StringComparison.Ordinal) + operations), name, scope.Clock.GetUtcNow());

    /// <summary>A flowchart that begins with a request for the school canteen, kept in the variable <c>request</c>.</summary>
    internal static string Flow(string[] steps, params string[] connections) => $$$"""
        {"definitionId":"checked","name":"checked","inputs":[{"name":"Amount","type":"Decimal"}],"outputs":[{"name":"Total","type":"Decimal"}],
         "variables":[{{{Variable("request")}}},{{{Variable("file")}}}],
         "root":{"id":"flow","type":"Elsa.Flowchart","version":1,
          "activities":[{{{string.Join(',', steps)}}}],"connections":[{{{string.Join(',', connections)}}}]}}
        """;

    /// <summary>The request, then these steps one after the other.</summary>
    internal static string Line(params string[] steps) => $$$"""
        {"definitionId":"checked","name":"checked","inputs":[{"name":"Amount","type":"Decimal"}],"outputs":[{"name":"Total","type":"Decimal"}],
         "variables":[{{{Variable("request")}}},{{{Variable("file")}}}],
         "root":{"id":"flow","type":"Elsa.Sequence","version":1,"activities":[{{{string.Join(',', steps.Prepend(Request()))}}}]}}
        """;

    internal static string Request(string schema = "school.canteen-registration", string? deadline = "P2M") => Step(
        "start",
        "Hub.CitizenRequest",
        $$"""
        "customProperties":{"canStartWorkflow":true},"procedure":{{Literal("checked")}},"schema":{{Literal(schema)}},
        "request":{"typeName":"Object","memoryReference":{"id":"request"} }{{(deadline is null ? "" : ",\"legalDeadline\":" + Literal(deadline))}}
        """);

    internal static string Write(string id, string script) => Step(id, "Elsa.WriteLine", $"\"text\":{Js(script)}");

    internal static string Send(string id, string connector, string operation, string payload, string more = "") =>
        Step(id, "Hub.SendToConnector", $"\"connector\":{Literal(connector)},\"operation\":{Literal(operation)},\"payload\":{Js(payload)}{more}");

    internal static string Step(string id, string type, string members = "") => $$"""{"id":"{{id}}","name":"{{id}}","type":"{{type}}","version":1{{(members.Length == 0 ? "" : "," + members)}}}""";

    internal static string Link(string source, string port, string target) => $$$"""{"source":{"activity":"{{{source}}}","port":"{{{port}}}"},"target":{"activity":"{{{target}}}","port":"In"}}""";

    internal static string Literal(string value) => $$$"""{"typeName":"String","expression":{"type":"Literal","value":{{{JsonSerializer.Serialize(value)}}}}}""";

    internal static string Js(string script) => $$$"""{"typeName":"Object","expression":{"type":"JavaScript","value":{{{JsonSerializer.Serialize(script)}}}}}""";

    internal static string Liquid(string template) => $$$"""{"typeName":"String","expression":{"type":"Liquid","value":{{{JsonSerializer.Serialize(template)}}}}}""";

    private static string Variable(string name) => $$"""{"id":"{{name}}","name":"{{name}}","typeName":"Object","storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}""";
}
