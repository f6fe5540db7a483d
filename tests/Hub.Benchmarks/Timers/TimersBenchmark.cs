using System.Globalization;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;
using Hub.Benchmarks.Store;
using Hub.Benchmarks.Waiting;
using Hub.Server.Storage.Sqlite;

namespace Hub.Benchmarks.Timers;

/// <summary>
/// Timers: how many a second the hub wakes when all are due at once; how late it is at half of that, one after the other over a
/// minute, among as many as wait for a year; and what those that are far off cost while nothing is due.
/// </summary>
/// <remarks>
/// Late is the time from when a timer was due to the moment that its workflow's burst took place, which each instance keeps; how long
/// the burst's commit takes is seen from outside, as the oldest timer that is due and still stands in the store.
/// </remarks>
internal sealed class TimersBenchmark : IBenchmark
{
    private const int Million = 1_000_000;

    // Woken before those that count, in WarmTime.
    private const int WarmUp = 5000;

    private static readonly TimeSpan WarmTime = TimeSpan.FromSeconds(15);

    // A hub must be ready within this.
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public string Name => "timers";

    public string Summary => "a million timers (or timers NUMBER): how many a second are woken, how late at half of that, and what those far off cost";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var count = run.Arguments is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : run.IsQuick ? 20_000 : Million;
        using var http = new HttpClient();
        var rate = await RateAsync(run, http, cancellationToken);
        run.Report.Measure("timers woken when all are due at once", "per second", rate);

        var window = TimeSpan.FromSeconds(run.IsQuick ? 10 : 60);
        var soon = Math.Min(count / 2, (int)(rate / 2 * window.TotalSeconds));
        run.Say(Machine.Text($"{count:N0} timers, {soon:N0} of them due within {window.TotalSeconds:0} s…"));
        var data = run.NewFolder("timers");
        var begin = await FillAsync(data, count - soon, soon, window, cancellationToken);
        await using var hub = await StartHubAsync(run, http, data, begin, cancellationToken);

        var oldest = await WatchAsync(data, begin, begin + window, cancellationToken);
        var lateness = Lateness(data, begin);
        if (lateness.Count != soon)
        {
            throw new BenchmarkRefusedException(Machine.Text($"{soon} timers were due and {lateness.Count} workflows went on."));
        }

        var perSecond = soon / window.TotalSeconds;
        run.Report.Measure(Machine.Text($"timers due a second, among {count:N0}"), "per second", perSecond);
        run.Report.Measure("late, p50", "ms", Percentile(lateness, 50));
        run.Report.Measure("late, p99", "ms", Percentile(lateness, 99));
        run.Report.Measure("late, the latest", "ms", lateness[^1]);
        run.Report.Measure("due and not yet written, seen from outside, p99", "ms", Percentile(oldest, 99));
        run.Report.AtMost(Machine.Text($"goal 15, p99 of how late a timer is at {perSecond:0} a second"), Percentile(lateness, 99), "ms", must: 1000, aim: 50);
        await MeasureIdleAsync(run, http, hub, count - soon, cancellationToken);
    }

    // Beside a hub in which nothing waits: what both use is not the timers' cost.
    private static async Task MeasureIdleAsync(BenchmarkRun run, HttpClient http, HubSide hub, int farOff, CancellationToken cancellationToken)
    {
        var time = TimeSpan.FromSeconds(run.IsQuick ? 10 : 60);
        run.Say("at rest, with timers that are far off…");
        await using var none = await HubSide.StartAsync(run, Cores.First, WaitingScene.Settings, http, cancellationToken);
        await Task.Delay(time / 2, cancellationToken);
        var before = (Hub: ProcessUsage.CpuSeconds(hub.Program.Id), None: ProcessUsage.CpuSeconds(none.Program.Id));
        await Task.Delay(time, cancellationToken);
        var ours = (ProcessUsage.CpuSeconds(hub.Program.Id) - before.Hub) / time.TotalSeconds * 100;
        var theirs = (ProcessUsage.CpuSeconds(none.Program.Id) - before.None) / time.TotalSeconds * 100;
        run.Report.Compare("CPU at rest, of one core", "%", Machine.Text($"{farOff:N0} timers far off"), "no timer", [(ours, theirs)]);
        run.Report.AtMost(Machine.Text($"goal 15, CPU at rest with {farOff:N0} timers far off"), Math.Round(ours, 3), "% of one core", must: 2, aim: 0.1);
    }

    private static async Task<HubSide> StartHubAsync(BenchmarkRun run, HttpClient http, string data, DateTimeOffset begin, CancellationToken cancellationToken)
    {
        var hub = await HubSide.StartAsync(run, Cores.First, WaitingScene.Settings, http, cancellationToken, data);
        if (TimeProvider.System.GetUtcNow() < begin - WarmTime)
        {
            return hub;
        }

        await hub.DisposeAsync();
        throw new BenchmarkRefusedException("the first timer was due before the hub was ready: the machine is too busy.");
    }

    private static async Task<double> RateAsync(BenchmarkRun run, HttpClient http, CancellationToken cancellationToken)
    {
        var count = run.IsQuick ? 5000 : 50_000;
        run.Say(Machine.Text($"{count:N0} timers due at once…"));
        var data = run.NewFolder("timers-at-once");
        var begin = await FillAsync(data, 0, count, TimeSpan.Zero, cancellationToken);
        await using (await StartHubAsync(run, http, data, begin, cancellationToken))
        {
            await WatchAsync(data, begin, begin, cancellationToken);
        }

        var lateness = Lateness(data, begin);
        Directory.Delete(data, recursive: true);
        return lateness.Count == count
            ? count / ((lateness[^1] - lateness[0]) / 1000)
            : throw new BenchmarkRefusedException(Machine.Text($"{count} timers were due and {lateness.Count} workflows went on."));
    }

    /// <summary>
    /// Those that are far off first: how long they take tells when the others can be due. Some are due a while before the others, and
    /// warm the hub up.
    /// </summary>
    /// <returns>When the first is due that counts.</returns>
    private static async Task<DateTimeOffset> FillAsync(string data, int far, int soon, TimeSpan window, CancellationToken cancellationToken)
    {
        await using var store = await WaitingStore.OpenAsync(data, cancellationToken);
        var later = TimeProvider.System.GetUtcNow() + Year;
        var trial = Math.Max(far, 1000);
        var cost = await store.StartTimersAsync(..trial, number => later + TimeSpan.FromMilliseconds(number), cancellationToken);
        var begin = TimeProvider.System.GetUtcNow() + StartTime + WarmTime + TimeSpan.FromSeconds(2 * (WarmUp + soon) / cost.PerSecond);
        await store.StartTimersAsync(trial..(trial + WarmUp), _ => begin - WarmTime, cancellationToken);
        var first = trial + WarmUp;
        var step = window / soon;
        await store.StartTimersAsync(first..(first + soon), number => begin + ((number - first) * step), cancellationToken);
        return begin;
    }

    /// <summary>Until all that were due have gone on.</summary>
    /// <returns>How old the oldest was that was due and still stood in the store, in milliseconds, looked at every few milliseconds, sorted.</returns>
    private static async Task<List<double>> WatchAsync(string data, DateTimeOffset begin, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var seen = new List<double>();
        using var database = SqliteDatabase.OpenReadOnly(data);
        for (var deadline = end + Patience; ;)
        {
            var now = TimeProvider.System.GetUtcNow();
            var next = database.Read(session => session.First("SELECT MIN(due_at) FROM bookmarks WHERE due_at IS NOT NULL", row => row.TimeOrNull(0)));
            var age = next is { } due ? (now - due).TotalMilliseconds : double.NegativeInfinity;
            if (age <= 0 && now > end)
            {
                seen.Sort();
                return seen;
            }

            if (now > deadline)
            {
                throw new BenchmarkRefusedException(Machine.Text($"timers are still due {Patience.TotalMinutes:0} minutes after the last."));
            }

            if (now >= begin)
            {
                seen.Add(Math.Max(age, 0));
            }

            await Task.Delay(10, cancellationToken);
        }
    }

    // The correlation is when it was due.
    private static List<double> Lateness(string data, DateTimeOffset begin)
    {
        using var database = SqliteDatabase.OpenReadOnly(data);
        return database.Read(session => session.Query(
            Machine.Text($"""
            SELECT finished_at - CAST(correlation_id AS INTEGER) AS late FROM instances
            WHERE tenant = '{HubInside.Tenant.Value}' AND definition_id = '{WaitingStore.Until}' AND sub_status = 'Finished'
              AND CAST(correlation_id AS INTEGER) >= {begin.ToUnixTimeMilliseconds()}
            ORDER BY late
            """),
            row => (double)row.GetInt64(0)));
    }

    private static double Percentile(IReadOnlyList<double> sorted, double percent) =>
        sorted.Count == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Count) - 1, 0, sorted.Count - 1)];
}
