using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Peers;

namespace Hub.Benchmarks.Sides;

/// <summary>Node-RED with one flow, nothing durable, its editor off, in production mode.</summary>
internal sealed class NodeRedSide : IAsyncDisposable
{
    private NodeRedSide(Uri http, SideProgram program) => (Http, Program) = (http, program);

    public Uri Http { get; }

    public SideProgram Program { get; }

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <param name="flows">The flow's JSON.</param>
    /// <param name="probe">A request that the flow answers.</param>
    public static async Task<NodeRedSide> StartAsync(
        BenchmarkRun run,
        NodePeers peers,
        Cores cores,
        string flows,
        string schemaFile,
        Func<Uri, HttpRequestMessage> probe,
        HttpClient http,
        CancellationToken cancellationToken)
    {
        var folder = run.NewFolder("node-red");
        await File.WriteAllTextAsync(Path.Combine(folder, "flows.json"), flows, cancellationToken);
        var port = SideProgram.FreePort();
        var environment = new Dictionary<string, string>
        {
            ["NODE_ENV"] = "production",
            ["HUB_BENCH_PORT"] = Machine.Text($"{port}"),
            ["HUB_BENCH_FOLDER"] = folder,
            ["HUB_BENCH_PEERS"] = peers.Folder,
            ["HUB_BENCH_SCHEMA"] = schemaFile,
        };
        var settings = Path.Combine(Repository.Benchmarks, "Journey", "node-red-settings.cjs");
        string[] arguments = [Path.Combine(peers.Folder, "node_modules", "node-red", "red.js"), "--settings", settings, "--userDir", folder];
        var side = new NodeRedSide(
            new Uri(Machine.Text($"http://127.0.0.1:{port}")),
            SideProgram.Start(peers.Node, arguments, environment, cores.Server, Path.Combine(run.Folder, "node-red.log")));
        side.StartTime = await side.Program.UntilAnswersAsync(http, () => probe(side.Http), cancellationToken);
        return side;
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}
