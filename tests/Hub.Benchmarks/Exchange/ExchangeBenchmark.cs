using System.Diagnostics;
using Hub.Benchmarks.Journey;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Exchange;

/// <summary>
/// Citizen requests through the one door: how many are accepted durably, how many go all the way through a connector and back, and
/// how long one alone takes, each beside what the disk does in the same minute.
/// </summary>
internal sealed class ExchangeBenchmark : IBenchmark
{
    private const int Connections = 64;
    private const string Authorization = "ApiKey " + HubSide.AdministratorKey;
    private const string Syncs = "fdatasync of 4 KiB";
    private const string Commits = "SQLite alone, 1 row a commit";

    public string Name => "exchange";

    public string Summary => "durable requests and whole journeys through a connector, beside the disk's own commits";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var sqlite = new BareSqlite(run.Folder);
        var bodies = TrialRequests.WriteLines(run.Folder);
        var before = DiskUnit.Measure(run.Folder, run.Slice);
        foreach (var cores in Cores.All)
        {
            run.Say($"{cores.Name}…");
            await using var hub = await StartHubAsync(run, cores, http, cancellationToken);
            await using var connector = await EchoConnector.StartAsync(run, cores, hub, cancellationToken);
            using var journeys = new JourneyCount(hub.Data);
            await UntilConnectedAsync(hub, journeys, http, cancellationToken);
            if (cores == Cores.First)
            {
                await MeasureUnloadedAsync(run, hub, http, cancellationToken);
            }

            await MeasureRatesAsync(run, cores, hub, journeys, sqlite, bodies, cancellationToken);
        }

        var after = DiskUnit.Measure(run.Folder, run.Slice);
        run.Report.Measure(Syncs, "per second", before.PerSecond, after.PerSecond);
        DiskUnit.RefuseIfDrifted(before, after);
    }

    /// <summary>A hub with the two trial procedures and the one connector.</summary>
    public static Task<HubSide> StartHubAsync(BenchmarkRun run, Cores cores, HttpClient http, CancellationToken cancellationToken) => HubSide.StartAsync(
        run,
        cores,
        new Dictionary<string, string>
        {
            ["HUB__WORKFLOWS"] = Path.Combine(Repository.Benchmarks, "Exchange", "definitions"),
            ["HUB__SCHEMAS"] = TrialRequests.Schemas,
            ["HUB__CONNECTORS"] = EchoConnector.WriteManifests(run),
        },
        http,
        cancellationToken);

    private static async Task MeasureRatesAsync(BenchmarkRun run, Cores cores, HubSide hub, JourneyCount journeys, BareSqlite sqlite, string bodies, CancellationToken cancellationToken)
    {
        Task<WrkResult> LoadAsync(string procedure) => Wrk.RunAsync(
            new Uri(hub.Http, $"/api/requests/{procedure}"), bodies, Connections, run.Slice, cores, hub.Program, run.Folder, cancellationToken, Authorization);
        var accepted = new List<(WrkResult Hub, double Syncs, double Commits)>();
        var ended = new List<(double PerSecond, double Cpu, double Syncs)>();
        await Wrk.WarmUpAsync(() => LoadAsync("bench-record"), run.IsQuick);
        await LoadAsync("bench-command");
        await journeys.UntilAllEndedAsync(cancellationToken);
        for (var round = 0; round < run.Pairs; round++)
        {
            var syncs = DiskUnit.Measure(run.Folder, run.Slice / 4).PerSecond;
            var commits = sqlite.Measure(1, run.Slice / 4);
            accepted.Add((await LoadAsync("bench-record"), syncs, commits));

            var begin = Stopwatch.GetTimestamp();
            var (cpu, count) = (ProcessUsage.CpuSeconds(hub.Program.Id), journeys.Ended());
            await LoadAsync("bench-command");
            await journeys.UntilAllEndedAsync(cancellationToken);
            var done = journeys.Ended() - count;
            ended.Add((done / Stopwatch.GetElapsedTime(begin).TotalSeconds, (ProcessUsage.CpuSeconds(hub.Program.Id) - cpu) * 1e6 / done, syncs));
        }

        var report = run.Report;
        report.Measure($"CPU of the hub a durable request, journey ended in it ({cores.Name})", "µs", [.. accepted.Select(one => one.Hub.CpuMicroseconds)]);
        report.Measure($"CPU of the hub a journey through the connector ({cores.Name})", "µs", [.. ended.Select(one => one.Cpu)]);
        report.Compare($"durable requests ({cores.Name}, {Connections} connections)", "per second", "hub", Syncs, [.. accepted.Select(one => (one.Hub.PerSecond, one.Syncs))]);
        report.Compare($"durable requests ({cores.Name}, {Connections} connections)", "per second", "hub", Commits, [.. accepted.Select(one => (one.Hub.PerSecond, one.Commits))]);
        report.Compare($"whole journeys through the connector ({cores.Name})", "per second", "hub", Syncs, [.. ended.Select(one => (one.PerSecond, one.Syncs))]);
        report.Measure($"resident memory after load ({cores.Name})", "MiB", ProcessUsage.ResidentBytes(hub.Program.Id) / 1048576.0);
    }

    // One after the other over one connection: the journey without outside effects is over when its 202 comes.
    private static async Task MeasureUnloadedAsync(BenchmarkRun run, HubSide hub, HttpClient http, CancellationToken cancellationToken)
    {
        var bodies = TrialRequests.All();
        var rounds = new List<(double P50, double P99, DiskUnit Disk)>();
        for (var round = 0; round < run.Pairs; round++)
        {
            var disk = DiskUnit.Measure(run.Folder, run.Slice / 4);
            var latencies = new Latencies(4096);
            var begin = Stopwatch.GetTimestamp();
            for (var number = 0; Stopwatch.GetElapsedTime(begin) < run.Slice / 2; number++)
            {
                var before = Stopwatch.GetTimestamp();
                using var answer = await SubmitAsync(hub, "bench-record", bodies[number % bodies.Count], http, cancellationToken);
                answer.EnsureSuccessStatusCode();
                latencies.Add(Stopwatch.GetTimestamp() - before);
            }

            rounds.Add((latencies.Percentile(50), latencies.Percentile(99), disk));
        }

        // The first round warms up.
        run.Report.Compare("unloaded durable journey, p50", "µs", "hub", $"{Syncs}, p50", [.. rounds.Skip(1).Select(one => (one.P50, one.Disk.MedianMicroseconds))]);
        run.Report.Compare("unloaded durable journey, p99", "µs", "hub", $"{Syncs}, p99", [.. rounds.Skip(1).Select(one => (one.P99, one.Disk.P99Microseconds))]);
    }

    private static async Task UntilConnectedAsync(HubSide hub, JourneyCount journeys, HttpClient http, CancellationToken cancellationToken)
    {
        using var answer = await SubmitAsync(hub, "bench-command", TrialRequests.All()[0], http, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchmarkRefusedException($"the hub does not take the trial request: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }

        await journeys.UntilAllEndedAsync(cancellationToken);
    }

    private static async Task<HttpResponseMessage> SubmitAsync(HubSide hub, string procedure, byte[] body, HttpClient http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Http, $"/api/requests/{procedure}")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        return await http.SendAsync(request, cancellationToken);
    }
}
