using System.Globalization;
using Hub.Benchmarks.Journey;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Soak;

/// <summary>
/// The durable journey for minutes on end at 60 % of what the hub was measured to do: memory, files and latency of each minute, and
/// whether they stay. <c>soak 30</c> takes half an hour; the default is ten minutes. After each minute a second hub, which rests otherwise,
/// gets ten seconds of the same: a machine that wavers shows in both, a hub that ages in one, and time and latency are judged by their ratio.
/// A minute in which the host gave this machine's processors to others is shown, does not count, and another is made instead, up to as many again.
/// </summary>
internal sealed class SoakBenchmark : IBenchmark
{
    private const double Share = 0.6;
    private const double Flat = 0.10;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Beside = TimeSpan.FromSeconds(10);

    public string Name => "soak";

    public string Summary => "the journey at 60 % of the maximum, ten minutes (or soak MINUTES): memory, files and latency stay flat";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var minutes = run.Arguments is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : run.IsQuick ? 1 : 10;
        var (slice, beside) = run.IsQuick ? (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2)) : (Minute, Beside);
        var cores = Cores.First;
        using var http = new HttpClient();
        var bodies = TrialRequests.WriteLines(run.Folder);
        await using var stub = await StubServer.StartAsync(run, cores, http, cancellationToken);
        await using var hub = await JourneyBenchmark.StartHubAsync(run, cores, stub, "POST", http, cancellationToken);
        await using var rested = await JourneyBenchmark.StartHubAsync(run, cores, stub, "POST", http, cancellationToken);
        Task<WrkResult> SaturateAsync(HubSide side) =>
            Wrk.RunAsync(new Uri(side.Http, JourneyBenchmark.Path), bodies, JourneyBenchmark.Connections, run.Slice, cores, side.Program, run.Folder, cancellationToken);
        await Wrk.WarmUpAsync(() => SaturateAsync(hub), run.IsQuick);
        await Wrk.WarmUpAsync(() => SaturateAsync(rested), run.IsQuick);
        var most = Math.Max((await SaturateAsync(hub)).PerSecond, (await SaturateAsync(hub)).PerSecond);

        async Task<Load> LoadAsync(HubSide side, TimeSpan duration)
        {
            var cpu = ProcessUsage.CpuSeconds(side.Program.Id);
            var result = await OpenLoopLoad.MeasureAsync(new Uri(side.Http, JourneyBenchmark.Path), bodies, most * Share, duration, cores, run.Folder, cancellationToken);
            return new Load(result, (ProcessUsage.CpuSeconds(side.Program.Id) - cpu) * 1e6 / Math.Max(result.Answered, 1));
        }

        var wanted = Math.Max(minutes, 3);
        var rounds = new List<Round>();
        while (rounds.Count(round => round.IsCounted) < wanted && rounds.Count < 2 * wanted)
        {
            var stolen = new StolenTime();
            rounds.Add(new Round(
                await LoadAsync(hub, slice),
                await LoadAsync(rested, beside),
                ProcessUsage.ResidentBytes(hub.Program.Id),
                Directory.EnumerateFiles(hub.Data, "hub.db*").Sum(file => new FileInfo(file).Length),
                stolen.Share));
            var (load, other) = (rounds[^1].Soaked.Result, rounds[^1].Rested.Result);
            run.Say(Machine.Text($"minute {rounds.Count}: p50 {load.P50Microseconds / 1000:0.0} ms ({other.P50Microseconds / 1000:0.0} beside), p99 {load.P99Microseconds / 1000:0.0} ms, {rounds[^1].ResidentBytes >> 20} MiB, files {rounds[^1].FileBytes >> 20} MiB, {load.Refused} refused, {load.Failed} failed, {rounds[^1].Stolen:P0} of the processors taken away"));
        }

        Report(run.Report, rounds, most);
    }

    private static void Report(BenchmarkReport report, IReadOnlyList<Round> rounds, double most)
    {
        report.Measure("journeys asked for", "per second", most * Share);
        report.Measure("p50 from the due time, minute by minute", "ms", [.. rounds.Select(round => round.Soaked.Result.P50Microseconds / 1000)]);
        report.Measure("p99 from the due time, minute by minute", "ms", [.. rounds.Select(round => round.Soaked.Result.P99Microseconds / 1000)]);
        report.Measure("CPU of a journey, minute by minute", "µs", [.. rounds.Select(round => round.Soaked.CpuMicroseconds)]);
        report.Measure("p50 of the hub that rests, minute by minute", "ms", [.. rounds.Select(round => round.Rested.Result.P50Microseconds / 1000)]);
        report.Measure("CPU of a journey of the hub that rests, minute by minute", "µs", [.. rounds.Select(round => round.Rested.CpuMicroseconds)]);
        report.Measure("resident memory, minute by minute", "MiB", [.. rounds.Select(round => round.ResidentBytes / 1048576.0)]);
        report.Measure("files, minute by minute", "MiB", [.. rounds.Select(round => round.FileBytes / 1048576.0)]);
        report.Measure("processors taken away, minute by minute", "%", [.. rounds.Select(round => round.Stolen * 100)]);
        var counted = rounds.Where(round => round.IsCounted).ToArray();
        report.Measure("refused with 503 in the minutes that count", "journeys", counted.Sum(round => round.Soaked.Result.Refused));
        report.Measure("refused with 503 in the others", "journeys", rounds.Sum(round => round.Soaked.Result.Refused) - counted.Sum(round => round.Soaked.Result.Refused));
        report.Measure("failed", "journeys", rounds.Sum(round => round.Soaked.Result.Failed));
        report.Note(Machine.Text($"{counted.Length} of {rounds.Count} minutes count: in the others more than {StolenTime.Most:P0} of the processors was taken away"));

        // The first third still fills caches; the last third is held against the second, by its median: one disturbed minute is no growth.
        Judge(report, rounds, "resident memory", round => round.ResidentBytes);
        Judge(report, counted, "CPU of a journey beside the hub that rests", round => round.Soaked.CpuMicroseconds / round.Rested.CpuMicroseconds);
        Judge(report, counted, "p50 beside the hub that rests", round => round.Soaked.Result.P50Microseconds / round.Rested.Result.P50Microseconds);
        Judge(report, counted, "p50 alone", round => round.Soaked.Result.P50Microseconds);
    }

    private static void Judge(BenchmarkReport report, IReadOnlyList<Round> rounds, string what, Func<Round, double> figure)
    {
        var third = rounds.Count / 3;
        if (third == 0)
        {
            report.Note($"{what}: not judged, too few minutes count");
            return;
        }

        var middle = Spread.Of([.. rounds.Skip(third).Take(third).Select(figure)]).Median;
        var last = Spread.Of([.. rounds.Skip(rounds.Count - third).Select(figure)]).Median;
        var change = (last / middle) - 1;
        report.Note(Machine.Text($"{what}: {(Math.Abs(change) <= Flat ? "flat" : change < 0 ? "falls" : "GROWS")}, {change:+0.0%;-0.0%} from the second third to the last"));
    }

    private sealed record Load(OpenLoopResult Result, double CpuMicroseconds);

    private sealed record Round(Load Soaked, Load Rested, long ResidentBytes, long FileBytes, double Stolen)
    {
        public bool IsCounted => Stolen <= StolenTime.Most;
    }
}
