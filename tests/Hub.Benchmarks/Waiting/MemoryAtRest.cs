using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Waiting;

/// <summary>What a waiting workflow takes of a hub's memory that rests, and what it adds to the hub's start.</summary>
internal static class MemoryAtRest
{
    public static async Task MeasureAsync(WaitingScene scene, CancellationToken cancellationToken)
    {
        var run = scene.Run;
        run.Say("memory at rest…");
        var rest = TimeSpan.FromSeconds(run.IsQuick ? 2 : 5);
        var pairs = await Interleaved.RunAsync(run.Pairs, () => StartAndRestAsync(scene, scene.Full, rest, cancellationToken), () => StartAndRestAsync(scene, scene.None, rest, cancellationToken));
        run.Report.Compare(Machine.Text($"resident memory {rest.TotalSeconds:0} s after the start"), "MiB", Waiting(scene), "none waits", pairs.Select(one => one.ResidentBytes / 1048576));
        run.Report.Compare("start until ready", "ms", Waiting(scene), "none waits", pairs.Select(one => one.Start.TotalMilliseconds));
        double[] each = [.. pairs.Select(pair => (pair.Ours.ResidentBytes - pair.Theirs.ResidentBytes) / scene.Count)];
        run.Report.Measure("resident memory for each that waits", "bytes", each);
        run.Report.AtMost("goal 12, resident memory for each waiting workflow", Spread.Of(each).Median, "bytes", must: 1024, aim: 200);
    }

    public static string Waiting(WaitingScene scene) => Machine.Text($"{scene.Count:N0} wait");

    private static async Task<(TimeSpan Start, double ResidentBytes)> StartAndRestAsync(WaitingScene scene, string data, TimeSpan rest, CancellationToken cancellationToken)
    {
        await using var hub = await scene.StartHubAsync(data, cancellationToken);
        await Task.Delay(rest, cancellationToken);
        return (hub.StartTime, ProcessUsage.ResidentBytes(hub.Program.Id));
    }
}
