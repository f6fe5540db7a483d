using System.Text.Json;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Waiting;

/// <summary>One event by HTTP for the one workflow of a correlation, one after the other, among many that wait for the same event and among a few.</summary>
internal static class ResumeByKey
{
    public static async Task MeasureAsync(WaitingScene scene, CancellationToken cancellationToken)
    {
        var run = scene.Run;
        run.Say("resuming by correlation…");
        var (warmUp, count) = run.IsQuick ? (1000, 300) : (6000, 1000);
        await using var full = await scene.StartHubAsync(scene.Full, cancellationToken);
        await using var few = await scene.StartHubAsync(scene.Small, cancellationToken);
        await using var client = await WorkerProgram.StartOwnAsync(["role:resume"], scene.Cores.Load, cancellationToken);
        var before = Bursts(scene.Full) + Bursts(scene.Small);
        var (seed, sent) = (0, 0);

        async Task<ResumeResult> ResumeAsync(HubSide hub, int waiting, int times)
        {
            var order = new ResumeOrder(new Uri(hub.Http, $"/elsa/api/events/{WaitingStore.Event}/trigger"), waiting, times, ++seed);
            var cpu = ProcessUsage.CpuSeconds(hub.Program.Id);
            var result = JsonSerializer.Deserialize<ResumeResult>(await client.AskAsync(JsonSerializer.Serialize(order), cancellationToken))!; // an object, as ResumeClient prints it
            sent += times;
            return result with { CpuMicroseconds = (ProcessUsage.CpuSeconds(hub.Program.Id) - cpu) * 1e6 / times };
        }

        await ResumeAsync(full, scene.Count, warmUp);
        await ResumeAsync(few, scene.Few, warmUp);
        var pairs = await Interleaved.RunAsync(run.Pairs, () => ResumeAsync(full, scene.Count, count), () => ResumeAsync(few, scene.Few, count));

        // An event that nobody waits for is answered just as well: each must have led to one burst.
        var bursts = Bursts(scene.Full) + Bursts(scene.Small) - before;
        if (bursts != sent)
        {
            throw new BenchmarkRefusedException(Machine.Text($"{sent} events were sent and {bursts} workflows went on."));
        }

        var (ours, theirs) = (MemoryAtRest.Waiting(scene), Machine.Text($"{scene.Few:N0} wait"));
        run.Report.Compare("p50 of resuming one by its correlation", "ms", ours, theirs, pairs.Select(one => one.P50Microseconds / 1000));
        run.Report.Compare("p99 of resuming one by its correlation", "ms", ours, theirs, pairs.Select(one => one.P99Microseconds / 1000));
        run.Report.Compare("CPU of resuming one by its correlation", "µs", ours, theirs, pairs.Select(one => one.CpuMicroseconds));
        run.Report.AtMost(
            Machine.Text($"goal 14, p99 of resuming by correlation among {scene.Count:N0} ÷ among {scene.Few:N0}"),
            Spread.Of([.. pairs.Select(pair => pair.Ours.P99Microseconds / pair.Theirs.P99Microseconds)]).Median,
            "times",
            must: 3,
            aim: 1.2);
    }

    // Nothing is ever taken out of this table here: its last row number counts its rows.
    private static long Bursts(string data) => WaitingScene.Ask(data, "SELECT MAX(rowid) FROM bursts", row => row.GetInt64(0));
}
