using Hub.Benchmarks.Journey;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Waiting;

/// <summary>The durable journey of <see cref="JourneyBenchmark"/> in a hub in which a great many workflows wait, beside one in which none does.</summary>
internal static class JourneysBeside
{
    public static async Task MeasureAsync(WaitingScene scene, CancellationToken cancellationToken)
    {
        var (run, cores, http) = (scene.Run, scene.Cores, scene.Http);
        run.Say("journeys beside those that wait…");
        var bodies = TrialRequests.WriteLines(run.Folder);
        await using var stub = await StubServer.StartAsync(run, cores, http, cancellationToken);
        await using var full = await JourneyBenchmark.StartHubAsync(run, cores, stub, "POST", http, cancellationToken, scene.Full);
        await using var none = await JourneyBenchmark.StartHubAsync(run, cores, stub, "POST", http, cancellationToken, scene.None);

        Task<WrkResult> PlayAsync(HubSide hub) =>
            Wrk.RunAsync(new Uri(hub.Http, JourneyBenchmark.Path), bodies, JourneyBenchmark.Connections, run.Slice, cores, hub.Program, run.Folder, cancellationToken);
        await Wrk.WarmUpAsync(() => PlayAsync(full), run.IsQuick);
        await Wrk.WarmUpAsync(() => PlayAsync(none), run.IsQuick);
        var pairs = await Interleaved.RunAsync(run.Pairs, () => PlayAsync(full), () => PlayAsync(none));
        var (ours, theirs) = (MemoryAtRest.Waiting(scene), "none waits");
        run.Report.Compare(Machine.Text($"durable journeys ({cores.Name}, {JourneyBenchmark.Connections} connections)"), "per second", ours, theirs, pairs.Select(one => one.PerSecond));
        run.Report.Compare("CPU of a durable journey", "µs", ours, theirs, pairs.Select(one => one.CpuMicroseconds));
        var (fullBytes, noneBytes) = ((double)ProcessUsage.ResidentBytes(full.Program.Id), (double)ProcessUsage.ResidentBytes(none.Program.Id));
        run.Report.Compare("resident memory after these journeys", "MiB", ours, theirs, [(fullBytes / 1048576, noneBytes / 1048576)]);
        run.Report.Measure("resident memory for each that waits, after these journeys", "bytes", (fullBytes - noneBytes) / scene.Count);
        run.Report.AtLeast(
            "goal 13, durable journeys beside those that wait ÷ beside none", Spread.Of([.. pairs.Select(pair => pair.Ours.PerSecond / pair.Theirs.PerSecond)]).Median, "times", must: 0.8, aim: 0.97);
    }
}
