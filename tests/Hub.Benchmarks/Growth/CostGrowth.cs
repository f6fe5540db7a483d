using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Waiting;

namespace Hub.Benchmarks.Growth;

/// <summary>
/// How processor time grows with the number of those that wait and with the length of a history: the hub's own parts in this process,
/// sizes that double, and the exponent that fits best. An exponent is that of doing N of them at size N: 1 when one costs the same at any size.
/// </summary>
internal static class CostGrowth
{
    // As many at a time as the writer gathers anyway; the same at every size.
    private const int SideBySide = 32;

    private const double Must = 1.15;
    private const double Aim = 1.03;

    public static async Task MeasureAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        await using var store = await WaitingStore.OpenAsync(run.NewFolder("growth"), cancellationToken);
        await WarmUpAsync(run, store, cancellationToken);
        await MeasureTurnsAsync(run, store, cancellationToken);
        await MeasureInstancesAsync(run, store, cancellationToken);
        await MeasureHistoryAsync(run, store, cancellationToken);
    }

    // The compiler's own time, which falls from one size to the next, would hide what grows.
    private static async Task WarmUpAsync(BenchmarkRun run, WaitingStore store, CancellationToken cancellationToken)
    {
        run.Say("warming up…");
        var some = 2_000_000..(2_000_000 + SideBySide);
        await store.StartWaitingAsync(WaitingStore.Loop, some, cancellationToken);
        for (var round = 0; round < 3; round++)
        {
            await store.ResumeEachAsync(some, run.IsQuick ? 100 : 300, cancellationToken);
            await store.RunTurnsAsync(10, run.IsQuick ? 300 : 1000, cancellationToken);
            await store.RunTurnsAsync(1000, run.IsQuick ? 10 : 30, cancellationToken);
        }
    }

    /// <param name="what">Of which one the cost is.</param>
    /// <param name="size">What N is.</param>
    /// <param name="isWhole">The cost is that of all N together, such as of a start with N definitions.</param>
    public static void Report(BenchmarkRun run, string what, string size, IReadOnlyList<(double Size, double CpuMicroseconds)> costs, bool isWhole = false)
    {
        foreach (var (number, cpu) in costs)
        {
            run.Say(Machine.Text($"{what}, N = {number:N0}: {cpu:0.0} µs"));
            run.Report.Measure(Machine.Text($"CPU of {what}, N = {number:N0}"), "µs", cpu);
        }

        (double Size, double Cost)[] all = [.. costs.Select(cost => (cost.Size, isWhole ? cost.CpuMicroseconds : cost.CpuMicroseconds * cost.Size))];

        // What grows in the end hides, at small sizes, behind what each has to pay anyway.
        var (whole, end) = (Exponent.Of(all), Exponent.Of(all[^4..]));
        var range = Machine.Text($"N = {size}, {costs[0].Size:N0} to {costs[^1].Size:N0}");
        run.Report.AtMost($"goal 17, {what}{(isWhole ? "" : ", N of them")}: exponent, {range}", whole, Machine.Text($"({end:0.##} over the last three doublings)"), Must, Aim);
    }

    // A resume among 1 k to 64 k that wait for the same event, each with its own correlation, in random order.
    private static async Task MeasureInstancesAsync(BenchmarkRun run, WaitingStore store, CancellationToken cancellationToken)
    {
        var (smallest, doublings, count) = run.IsQuick ? (500, 5, 2000) : (1000, 6, 10_000);
        var waiting = 0;
        var costs = new List<(double, double)>();
        for (var doubling = 0; doubling <= doublings; doubling++)
        {
            var size = smallest << doubling;
            await store.StartWaitingAsync(WaitingStore.Loop, waiting..size, cancellationToken);
            waiting = size;
            var numbers = Shuffled(size, count);
            costs.Add((size, (await store.ResumeAsync(numbers, SideBySide, cancellationToken)).CpuMicroseconds));
        }

        Report(run, "a resume by correlation", "instances that wait for the same event", costs);
    }

    // All in some order, then all again, until there are enough: none is asked to go on twice at the same time.
    private static int[] Shuffled(int size, int count)
    {
        var numbers = Enumerable.Range(0, size).ToArray();
        new Random(17).Shuffle(numbers);
        return [.. Enumerable.Range(0, count).Select(index => numbers[index % size])];
    }

    // Steps of one burst; all that a workflow does until it must wait.
    private static async Task MeasureTurnsAsync(BenchmarkRun run, WaitingStore store, CancellationToken cancellationToken)
    {
        var (doublings, steps) = run.IsQuick ? (8, 10_000) : (10, 60_000);
        var costs = new List<(double, double)>();
        for (var doubling = 0; doubling <= doublings; doubling++)
        {
            var turns = 10 << doubling;
            costs.Add((turns, (await store.RunTurnsAsync(turns, Math.Max(steps / turns, 3), cancellationToken)).CpuMicroseconds / turns));
        }

        Report(run, "a step of a loop in one burst", "steps of the workflow", costs);
    }

    // A resume of an instance that has been resumed so many times before: those between half of N and N.
    private static async Task MeasureHistoryAsync(BenchmarkRun run, WaitingStore store, CancellationToken cancellationToken)
    {
        var (smallest, doublings) = run.IsQuick ? (40, 5) : (40, 8);
        var numbers = 1_000_000..(1_000_000 + SideBySide);
        await store.StartWaitingAsync(WaitingStore.Loop, numbers, cancellationToken);
        await store.ResumeEachAsync(numbers, smallest / 2, cancellationToken);
        var resumed = smallest / 2;
        var costs = new List<(double, double)>();
        for (var doubling = 0; doubling <= doublings; doubling++)
        {
            var length = smallest << doubling;
            costs.Add((length, (await store.ResumeEachAsync(numbers, length - resumed, cancellationToken)).CpuMicroseconds));
            resumed = length;
        }

        Report(run, "a resume of an old instance", "times that it has been resumed", costs);
    }
}
