using Hub.Benchmarks.Measuring;
using Hub.Connectors.Sdk;

namespace Hub.Benchmarks.Sides;

/// <summary>A connector of one operation on the product's own SDK, its command journal on disk as in production, on the load's core.</summary>
internal sealed class EchoConnector : IAsyncDisposable
{
    private readonly SideProgram program;

    private EchoConnector(SideProgram program) => this.program = program;

    public static string Manifest { get; } = Path.Combine(Repository.Benchmarks, "Exchange", "connector.yaml");

    public int ProcessId => program.Id;

    /// <summary>A folder for <c>HUB__CONNECTORS</c> that holds this connector alone.</summary>
    public static string WriteManifests(BenchmarkRun run)
    {
        var folder = run.NewFolder("connectors");
        Directory.CreateDirectory(Path.Combine(folder, "echo"));
        File.Copy(Manifest, Path.Combine(folder, "echo", "connector.yaml"));
        Directory.CreateDirectory(Path.Combine(folder, "protocol"));
        File.Copy(Path.Combine(Repository.Root, "connectors", "protocol", "connector.schema.json"), Path.Combine(folder, "protocol", "connector.schema.json"));
        return folder;
    }

    public static async Task<EchoConnector> StartAsync(BenchmarkRun run, Cores cores, HubSide hub, CancellationToken cancellationToken) => new(SideProgram.StartOwn(
        ["role:connector", "--Hub:Credits=256", "--Logging:LogLevel:Default=Warning"],
        new Dictionary<string, string>
        {
            ["HUB_CONNECTOR_HUB"] = hub.Grpc.GetLeftPart(UriPartial.Authority),
            ["HUB_CONNECTOR_KEY"] = await hub.EnrollAsync("echo", run, cancellationToken),
            ["HUB_CONNECTOR_DATA"] = run.NewFolder("connector"),
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        },
        cores.Load,
        Path.Combine(run.Folder, "connector.log")));

    /// <summary>The role itself: <c>connector</c>, with the SDK's own settings.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        await using var app = ConnectorHost.CreateBuilder(arguments).UseManifest(Manifest).Build();
        app.Handle("repeat", (command, _) => Task.FromResult(Outcome.Done(command.Payload)));
        await app.RunAsync(cancellationToken);
        return 0;
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();
}
