using System.Diagnostics;
using Hub.Benchmarks.Journey;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Peers;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Start;

/// <summary>From the start of the process to the first played journey, and resident memory at rest, beside Node-RED with the same journey.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    private const string NodeRed = "Node-RED 5.0.7";
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    public string Name => "start";

    public string Summary => "start to the first answer, and memory at rest, beside Node-RED";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var peers = await NodePeers.InstallAsync(cancellationToken);
        using var http = new HttpClient();
        var cores = Cores.First;
        await using var stub = await StubServer.StartAsync(run, cores, http, cancellationToken);
        var pairs = await Interleaved.RunAsync(
            run.Pairs,
            async () =>
            {
                await using var hub = await JourneyBenchmark.StartHubAsync(run, cores, stub, "POST", http, cancellationToken);
                return await MeasureAsync(hub.Http, hub.StartTime, hub.Program, http, cancellationToken);
            },
            async () =>
            {
                await using var node = await JourneyBenchmark.StartNodeRedAsync(run, peers, cores, stub, "POST", http, cancellationToken);
                return await MeasureAsync(node.Http, node.StartTime, node.Program, http, cancellationToken);
            });
        run.Report.Compare("start to the first journey's answer, empty store", "ms", "hub", NodeRed, pairs.Select(one => one.Start.TotalMilliseconds));
        run.Report.Compare($"resident memory {Rest.TotalSeconds:0} s later", "MiB", "hub", NodeRed, pairs.Select(one => one.ResidentBytes / 1048576.0));
    }

    // Node-RED's start ends with a journey's answer; the hub says that it is ready, and its first journey is added.
    private static async Task<(TimeSpan Start, long ResidentBytes)> MeasureAsync(Uri server, TimeSpan start, SideProgram program, HttpClient http, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        using var request = JourneyBenchmark.Probe(server);
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var first = start + Stopwatch.GetElapsedTime(begin);
        await Task.Delay(Rest, cancellationToken);
        return (first, ProcessUsage.ResidentBytes(program.Id));
    }
}
