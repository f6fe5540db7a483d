using System.Text;
using System.Text.Json.Nodes;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Peers;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Journey;

/// <summary>
/// The same five steps after an HTTP request — validate, map, call, call, answer — as one Elsa definition in the hub and as one flow
/// in Node-RED, against the same stub. The hub's is durable: each call is claimed on disk before it is made, and the answer leaves
/// after the last commit. Node-RED keeps nothing.
/// </summary>
internal sealed class JourneyBenchmark : IBenchmark
{
    public const int Connections = 32;
    public const string Path = "/workflows/bench/journey";

    private const string NodeRed = "Node-RED 5.0.7, nothing durable";
    private static readonly double[] Shares = [0.3, 0.6];

    public string Name => "journey";

    public string Summary => "a five-step HTTP journey, durable, beside Node-RED's that keeps nothing";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var peers = await NodePeers.InstallAsync(cancellationToken);
        using var http = new HttpClient();
        var bodies = TrialRequests.WriteLines(run.Folder);
        var before = DiskUnit.Measure(run.Folder, run.Slice);
        foreach (var cores in Cores.All)
        {
            await MeasureAsync(run, peers, cores, "POST", bodies, http, cancellationToken);
        }

        await MeasureAsync(run, peers, Cores.First, "GET", bodies, http, cancellationToken);
        var after = DiskUnit.Measure(run.Folder, run.Slice);
        run.Report.Measure("fdatasync of 4 KiB", "per second", before.PerSecond, after.PerSecond);
        DiskUnit.RefuseIfDrifted(before, after);
    }

    // POST changes the outside, so the hub writes a claim before each call. A GET may be made twice: it is made inside the burst, and
    // the whole journey is one commit.
    private static async Task MeasureAsync(BenchmarkRun run, NodePeers peers, Cores cores, string method, string bodies, HttpClient http, CancellationToken cancellationToken)
    {
        var setting = $"{cores.Name}, calls by {method}";
        run.Say($"{setting}…");
        await using var stub = await StubServer.StartAsync(run, cores, http, cancellationToken);
        await using var hub = await StartHubAsync(run, cores, stub, method, http, cancellationToken);
        await using var node = await StartNodeRedAsync(run, peers, cores, stub, method, http, cancellationToken);
        await CheckAsync(hub.Http, http, cancellationToken);
        await CheckAsync(node.Http, http, cancellationToken);

        Task<WrkResult> OursAsync() => Wrk.RunAsync(new Uri(hub.Http, Path), bodies, Connections, run.Slice, cores, hub.Program, run.Folder, cancellationToken);
        Task<WrkResult> TheirsAsync() => Wrk.RunAsync(new Uri(node.Http, Path), bodies, Connections, run.Slice, cores, node.Program, run.Folder, cancellationToken);
        await Wrk.WarmUpAsync(OursAsync, run.IsQuick);
        await Wrk.WarmUpAsync(TheirsAsync, run.IsQuick);
        var pairs = await Interleaved.RunAsync(run.Pairs, OursAsync, TheirsAsync);
        run.Report.Compare($"CPU of the server a journey ({setting})", "µs", "hub, durable", NodeRed, pairs.Select(one => one.CpuMicroseconds));
        run.Report.Compare($"journeys ({setting}, {Connections} connections)", "per second", "hub, durable", NodeRed, pairs.Select(one => one.PerSecond));
        run.Report.Compare($"p99 at full speed ({setting}, {Connections} connections)", "ms", "hub, durable", NodeRed, pairs.Select(one => one.P99Microseconds / 1000));
        run.Report.Compare($"resident memory after load ({setting})", "MiB", "hub, durable", NodeRed, [(ProcessUsage.ResidentBytes(hub.Program.Id) / 1048576.0, ProcessUsage.ResidentBytes(node.Program.Id) / 1048576.0)]);
        await MeasureFloorAsync(keeps: false, "HTTP alone");
        await MeasureFloorAsync(keeps: true, method == "POST" ? "HTTP and three bare commits" : "HTTP and one bare commit");
        if (cores == Cores.First && method == "POST")
        {
            await MeasureLatencyAsync(run, cores, bodies, hub, node, pairs, cancellationToken);
        }

        async Task MeasureFloorAsync(bool keeps, string what)
        {
            await using var relay = await RelayServer.StartAsync(run, cores, stub, method, keeps, http, cancellationToken);
            Task<WrkResult> LoadAsync() => Wrk.RunAsync(new Uri(relay.Http, Path), bodies, Connections, run.Slice, cores, relay.Program, run.Folder, cancellationToken);
            await Wrk.WarmUpAsync(LoadAsync, run.IsQuick);
            var rounds = new List<double>();
            for (var round = 0; round < 3; round++)
            {
                rounds.Add((await LoadAsync()).CpuMicroseconds);
            }

            run.Report.Measure($"{what}, CPU ({cores.Name}, calls by {method})", "µs", rounds);
        }
    }

    // At the same rates for both, shares of what the slower one can do; and the hub alone at the same shares of its own.
    private static async Task MeasureLatencyAsync(
        BenchmarkRun run,
        Cores cores,
        string bodies,
        HubSide hub,
        NodeRedSide node,
        IReadOnlyList<(WrkResult Ours, WrkResult Theirs)> pairs,
        CancellationToken cancellationToken)
    {
        var ours = Spread.Of([.. pairs.Select(pair => pair.Ours.PerSecond)]).Median;
        var theirs = Spread.Of([.. pairs.Select(pair => pair.Theirs.PerSecond)]).Median;
        var duration = run.Slice * 2;
        Task<OpenLoopResult> SendAsync(Uri server, double perSecond) => OpenLoopLoad.MeasureAsync(new Uri(server, Path), bodies, perSecond, duration, cores, run.Folder, cancellationToken);
        foreach (var share in Shares)
        {
            var common = share * Math.Min(ours, theirs);
            var latencies = await Interleaved.RunAsync(3, () => SendAsync(hub.Http, common), () => SendAsync(node.Http, common));
            var label = Machine.Text($"{common:0}/s, {share:P0} of the slower one");
            run.Report.Compare($"p50 from the due time ({label})", "ms", "hub, durable", NodeRed, latencies.Select(one => one.P50Microseconds / 1000));
            run.Report.Compare($"p99 from the due time ({label})", "ms", "hub, durable", NodeRed, latencies.Select(one => one.P99Microseconds / 1000));
            var own = share * ours;
            var alone = new List<OpenLoopResult>();
            for (var round = 0; round < 3; round++)
            {
                alone.Add(await SendAsync(hub.Http, own));
            }

            run.Report.Measure(Machine.Text($"hub alone, p50 from the due time ({own:0}/s, {share:P0} of its own)"), "ms", [.. alone.Select(one => one.P50Microseconds / 1000)]);
            run.Report.Measure(Machine.Text($"hub alone, p99 from the due time ({own:0}/s, {share:P0} of its own)"), "ms", [.. alone.Select(one => one.P99Microseconds / 1000)]);
            if (alone.Concat(latencies.SelectMany(pair => new[] { pair.Ours, pair.Theirs })).Sum(one => one.Refused + one.Failed) is > 0 and var failed)
            {
                run.Report.Note(Machine.Text($"{failed} requests of the open loop at {share:P0} failed"));
            }
        }
    }

    /// <param name="data">An existing data folder; null: a new one.</param>
    public static Task<HubSide> StartHubAsync(BenchmarkRun run, Cores cores, StubServer stub, string method, HttpClient http, CancellationToken cancellationToken, string? data = null)
    {
        var workflows = run.NewFolder("workflows");
        var definition = JsonNode.Parse(Filled("definition.json", stub, method))!; // a shipped file
        if (method == "GET")
        {
            // Node-RED sends no body with a GET; neither do we.
            foreach (var activity in definition["root"]!["activities"]!.AsArray())
            {
                if (activity!["type"]!.GetValue<string>() == "Elsa.FlowSendHttpRequest")
                {
                    activity.AsObject().Remove("content");
                    activity.AsObject().Remove("contentType");
                }
            }
        }

        File.WriteAllText(System.IO.Path.Combine(workflows, "journey.json"), definition.ToJsonString());
        var settings = new Dictionary<string, string> { ["HUB__WORKFLOWS"] = workflows, ["HUB__SCHEMAS"] = TrialRequests.Schemas, ["HUB__CONNECTORS"] = "" };
        return HubSide.StartAsync(run, cores, settings, http, cancellationToken, data);
    }

    public static Task<NodeRedSide> StartNodeRedAsync(BenchmarkRun run, NodePeers peers, Cores cores, StubServer stub, string method, HttpClient http, CancellationToken cancellationToken) =>
        NodeRedSide.StartAsync(run, peers, cores, Filled("node-red-flows.json", stub, method), TrialRequests.SchemaFile, Probe, http, cancellationToken);

    public static HttpRequestMessage Probe(Uri server) => new(HttpMethod.Post, new Uri(server, Path))
    {
        Content = new StringContent(Encoding.UTF8.GetString(TrialRequests.All()[0]), Encoding.UTF8, "application/json"),
    };

    // Both must do the same before either is measured: the last stub answer comes back, and what is invalid is refused.
    private static async Task CheckAsync(Uri server, HttpClient http, CancellationToken cancellationToken)
    {
        using var good = await http.SendAsync(Probe(server), cancellationToken);
        var content = await good.Content.ReadAsStringAsync(cancellationToken);
        using var broken = Probe(server);
        broken.Content = new StringContent("{\"reference\":\"no\"}", Encoding.UTF8, "application/json");
        using var refused = await http.SendAsync(broken, cancellationToken);
        if (!good.IsSuccessStatusCode || !content.Contains("2026-004217", StringComparison.Ordinal) || (int)refused.StatusCode != 422)
        {
            throw new BenchmarkRefusedException($"{server} does not play the journey: a good request got {(int)good.StatusCode} {content}, a broken one {(int)refused.StatusCode}.");
        }
    }

    private static string Filled(string file, StubServer stub, string method) => File.ReadAllText(System.IO.Path.Combine(Repository.Benchmarks, "Journey", file))
        .Replace("__STUB__", stub.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        .Replace("__METHOD__", method, StringComparison.Ordinal);
}
