using System.Globalization;
using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Waiting;

/// <summary>
/// What it costs that workflows wait, a million of them or <c>waiting NUMBER</c>: memory, the speed of everybody else, finding one
/// among all, a restart after a kill.
/// </summary>
internal sealed class WaitingBenchmark : IBenchmark
{
    private const int Million = 1_000_000;
    private const int Few = 1000;

    public string Name => "waiting";

    public string Summary => "a million waiting workflows (or waiting NUMBER): memory, the speed beside them, resuming one, kill and restart";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var count = run.Arguments is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : run.IsQuick ? 20_000 : Million;
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        var scene = new WaitingScene(run, Cores.First, http, count, Few, run.IsQuick ? 300 : 3000, run.NewFolder("none"), run.NewFolder("few"), run.NewFolder("full"));
        await FillAsync(scene, cancellationToken);
        await MemoryAtRest.MeasureAsync(scene, cancellationToken);
        await JourneysBeside.MeasureAsync(scene, cancellationToken);
        await ResumeByKey.MeasureAsync(scene, cancellationToken);
        await KillAndRestart.MeasureAsync(scene, cancellationToken);
    }

    private static async Task FillAsync(WaitingScene scene, CancellationToken cancellationToken)
    {
        scene.Run.Say(Machine.Text($"starting {scene.Count:N0} workflows that wait…"));
        await using (await WaitingStore.OpenAsync(scene.None, cancellationToken))
        {
            // The same definitions, and nothing that waits.
        }

        await using (var small = await WaitingStore.OpenAsync(scene.Small, cancellationToken))
        {
            await small.StartWaitingAsync(WaitingStore.Loop, ..scene.Few, cancellationToken);
        }

        await using (var full = await WaitingStore.OpenAsync(scene.Full, cancellationToken))
        {
            var cost = await full.StartWaitingAsync(WaitingStore.Loop, ..scene.Count, cancellationToken);
            await full.StartWaitingAsync(WaitingStore.Once, scene.Count..(scene.Count + scene.Sample), cancellationToken);
            scene.Run.Say(Machine.Text($"{cost.PerSecond:0} a second"));
            scene.Run.Report.Measure("workflows started until they wait, durable, without HTTP", "per second", cost.PerSecond);
        }

        var file = new FileInfo(Path.Combine(scene.Full, Hub.Server.Storage.Sqlite.SqliteDatabase.FileName));
        scene.Run.Report.Measure("the store's file for each that waits", "bytes", (double)file.Length / scene.Count);
    }
}
