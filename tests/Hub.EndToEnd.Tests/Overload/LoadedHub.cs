using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Sdk;
using Hub.EndToEnd.Tests.Infrastructure;
using Microsoft.Extensions.Logging;
using HubClient = Hub.EndToEnd.Tests.Infrastructure.HubClient;

namespace Hub.EndToEnd.Tests.Overload;

/// <summary>
/// A hub process without the town around it, and with one small procedure for each connector of the test: <c>essai-NAME</c> sends
/// the request's school year to the connector and is completed by its answer.
/// </summary>
internal sealed class LoadedHub : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 400 }) { Timeout = TimeSpan.FromSeconds(60) };

    private LoadedHub(string data, IReadOnlyDictionary<string, string> settings)
    {
        Data = data;
        Process = new HubProcess(data, http, settings);
        Client = new HubClient(http, Process.Http, HubProcess.AdministratorKey);
    }

    public string Data { get; }

    public HubProcess Process { get; }

    /// <summary>Calls the hub with every right.</summary>
    public HubClient Client { get; }

    /// <summary>A request that every procedure here takes.</summary>
    public string Body { get; private set; } = "";

    public static async Task<LoadedHub> StartAsync(string[] connectors, params (string Name, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("hub-load-").FullName;
        var workflows = Directory.CreateDirectory(Path.Combine(data, "workflows")).FullName;
        foreach (var connector in connectors)
        {
            await File.WriteAllTextAsync(Path.Combine(workflows, $"{connector}.json"), Procedure(connector));
        }

        var hub = new LoadedHub(data, settings.Append(("HUB__WORKFLOWS", workflows)).ToDictionary());
        try
        {
            await hub.Process.StartAsync();
            hub.Body = await hub.Client.ExampleAsync(1);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connector of the test's own, written with the SDK as an integrator would.</summary>
    public async Task<ConnectorApp> AttachAsync(string name, int credits, Func<Command, CancellationToken, Task<Outcome>> handle)
    {
        var (exitCode, output) = await Process.RunVerbAsync("connector", "enroll", name, "--json");
        Assert.True(exitCode == 0, output);
        var manifest = Path.Combine(Data, $"{name}.yaml");
        await File.WriteAllTextAsync(manifest, Manifest(name));
        var builder = ConnectorHost.CreateBuilder([]).UseManifest(manifest).Configure(options =>
        {
            options.Address = Process.Grpc.GetLeftPart(UriPartial.Authority);
            options.Key = JsonElement.Parse(output).GetProperty("key").GetString()!;
            options.Data = Path.Combine(Data, "connectors", name);
            options.Credits = credits;
            options.DrainTime = TimeSpan.FromSeconds(1);
            options.MaxBackOff = TimeSpan.FromSeconds(1);
        });
        builder.Web.Logging.ClearProviders();
        var connector = builder.Build().Handle("repeat", handle);
        await connector.StartAsync();
        await Deadline.UntilAsync(() => Task.FromResult(connector.Hub.IsConnected ? connector : null), Patience, $"the connector {name} attached");
        return connector;
    }

    public Task<Answer> SubmitAsync(string connector, string key, HubClient? client = null) =>
        (client ?? Client).PostAsync($"/api/requests/essai-{connector}", Body, ("Idempotency-Key", key));

    /// <summary>A key of another local authority.</summary>
    public async Task<HubClient> ClientOfAsync(string tenant)
    {
        var (exitCode, output) = await Process.RunVerbAsync("key", "create", "--name", "load " + tenant, "--role", "integrator", "--tenant", tenant, "--json");
        Assert.True(exitCode == 0, output);
        var key = JsonElement.Parse(output).GetProperty("key").GetString()!;
        var client = Client.With(key);
        await Deadline.UntilAsync(async () => (await client.GetAsync("/api/schemas")).Status == 200 ? client : null, Patience, "a new key accepted");
        Keys[client] = key;
        return client;
    }

    public Dictionary<HubClient, string> Keys { get; } = [];

    /// <summary>One number of <c>/metrics</c>; 0 while it is not there.</summary>
    public async Task<double> MetricAsync(string series)
    {
        var text = await http.GetStringAsync(new Uri(Process.Management, "/metrics"));
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }

    public Task UntilMetricAsync(string series, Func<double, bool> isSo) => Deadline.UntilAsync(
        async () => isSo(await MetricAsync(series)) ? this : null, Patience, $"the metric {series} as awaited");

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        http.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private static string Procedure(string connector) => $$$$"""
        {"id":"essai-{{{{connector}}}}-v1","definitionId":"essai-{{{{connector}}}}","name":"Essai {{{{connector}}}}","version":1,"isLatest":true,"isPublished":true,
         "variables":[{"id":"request","name":"request","typeName":"Object","value":null,"storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],
         "root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
           {"id":"received","type":"Hub.CitizenRequest","version":1,"customProperties":{"canStartWorkflow":true},
            "procedure":{{{{Literal("essai-" + connector)}}}},"schema":{{{{Literal("school.canteen-registration")}}}},
            "title":{"typeName":"Object","expression":{"type":"Object","value":"{\"fr\":\"Essai\",\"en\":\"Trial\"}"}},
            "request":{"typeName":"Object","memoryReference":{"id":"request"}}},
           {"id":"repeat","type":"Hub.SendToConnector","version":1,"connector":{{{{Literal(connector)}}}},"operation":{{{{Literal("repeat")}}}},
            "payload":{"typeName":"Object","expression":{"type":"JavaScript","value":"return { schoolYear: variables.request.schoolYear }"}},
            "timeout":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"01:00:00"}}},
           {"id":"done","type":"Hub.CloseJourney","version":1,"state":{{{{Literal("completed")}}}} }],
         "connections":[{"source":{"activity":"received","port":"Done"},"target":{"activity":"repeat","port":"In"}},
                        {"source":{"activity":"repeat","port":"Done"},"target":{"activity":"done","port":"In"}}]}}
        """;

    private static string Literal(string value) => $$$"""{"typeName":"String","expression":{"type":"Literal","value":"{{{value}}}"}}""";

    private static string Manifest(string name) => $$"""
        apiVersion: hub.connector/v1
        kind: Connector
        metadata:
          name: {{name}}
          title: { fr: "Essai", en: "Trial" }
          description: { fr: "Répète ce qu'on lui donne", en: "Repeats what it is given" }
          version: 1.0.0
          vendor: Les tests du hub
          category: other
          supportLevel: community
          licence: Apache-2.0
        spec:
          transport: grpc
          operations:
            - name: repeat
              kind: command
              title: { fr: "Répéter", en: "Repeat" }
              input: { type: object, required: [schoolYear], properties: { schoolYear: { type: string } } }
              output: { type: object, required: [repeated], properties: { repeated: { type: string } } }
              idempotency: { supported: true }
              timeout: PT10M
          egress: []
          dataCategories: []
        """;
}
