using System.Diagnostics;
using Hub.Benchmarks.Measuring;
using Hub.Server;
using Hub.Server.Journeys;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Benchmarks.Store;

/// <summary>
/// The store inside one process: durable units of work from a few and from many callers, and durable workflow steps, beside what the
/// disk and SQLite alone do in the same minute.
/// </summary>
internal sealed class StoreBenchmark : IBenchmark
{
    private const string Syncs = "fdatasync of 4 KiB";

    // A journey's head and its first two events: what the smallest useful unit of work holds.
    private const int RowsOfUnit = 3;

    private static readonly int[] Callers = [1, 64, 512];
    private static readonly int[] RowsPerCommit = [1, 10, 100, 1000];

    public string Name => "store";

    public string Summary => "durable commits, rows and workflow steps, beside fdatasync and SQLite alone";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        if (Machine.FileSystemOf(run.Folder) is "tmpfs" or "ramfs")
        {
            throw new BenchmarkRefusedException($"{run.Folder} lies in memory: nothing is durable there.");
        }

        using var sqlite = new BareSqlite(run.Folder);
        await using var hub = await HubInside.OpenAsync(run, cancellationToken);
        var slice = run.Slice / 2;
        var before = DiskUnit.Measure(run.Folder, slice);
        var rounds = new List<Round>();

        // The first round warms up.
        for (var number = 0; number <= run.Pairs; number++)
        {
            run.Say($"round {number} of {run.Pairs}…");
            var syncs = DiskUnit.Measure(run.Folder, slice).PerSecond;
            double[] bare = [.. RowsPerCommit.Select(rows => sqlite.Measure(rows, slice / 2))];
            var units = new List<double>();
            foreach (var callers in Callers)
            {
                units.Add(await UnitsAsync(hub, callers, slice));
            }

            rounds.Add(new Round(syncs, bare, [.. units], await hub.StepsAsync(256, slice)));
        }

        rounds.RemoveAt(0);
        var after = DiskUnit.Measure(run.Folder, slice);
        Report(run.Report, rounds, hub);
        run.Report.Measure(Syncs, "per second", before.PerSecond, after.PerSecond);
        DiskUnit.RefuseIfDrifted(before, after);
    }

    private static void Report(BenchmarkReport report, IReadOnlyList<Round> rounds, HubInside hub)
    {
        const string ThousandRows = "SQLite alone, 1,000 rows a commit";
        for (var i = 0; i < Callers.Length; i++)
        {
            var index = i;
            var who = Callers[i] == 1 ? "1 caller" : Machine.Text($"{Callers[i]} callers");
            report.Compare($"durable units of work of {RowsOfUnit} rows ({who})", "per second", "hub", Syncs, [.. rounds.Select(round => (round.Units[index], round.Syncs))]);
            report.Compare($"durable rows ({who})", "per second", "hub", ThousandRows, [.. rounds.Select(round => (round.Units[index] * RowsOfUnit, round.Bare[^1]))]);
        }

        report.Compare("durable workflow steps (256 workflows side by side)", "per second", "hub", Syncs, [.. rounds.Select(round => (round.Steps.PerSecond, round.Syncs))]);
        report.Compare("durable workflow steps (256 workflows side by side)", "per second", "hub", ThousandRows, [.. rounds.Select(round => (round.Steps.PerSecond, round.Bare[^1]))]);
        report.Measure("CPU of a durable step", "µs", [.. rounds.Select(round => round.Steps.CpuMicroseconds)]);
        report.Measure("allocated a durable step", "bytes", [.. rounds.Select(round => round.Steps.AllocatedBytes)]);
        for (var i = 0; i < RowsPerCommit.Length; i++)
        {
            var index = i;
            report.Measure(Machine.Text($"SQLite alone, {RowsPerCommit[i]} rows a commit"), "rows per second", [.. rounds.Select(round => round.Bare[index])]);
        }

        var stored = hub.StoredBytes();
        report.Compare("journal of one step: records and state", "bytes", "hub", "its payload", [(stored.PerStep, hub.PayloadBytes)]);
        report.Compare("journal of a five-step workflow: records and state", "bytes", "hub", "its payload", [(stored.PerStep * HubInside.StepsOfWorkflow, hub.PayloadBytes)]);
        report.Compare("growth of the file for a five-step workflow, indexes and all", "bytes", "hub", "its payload", [(stored.FilePerWorkflow, hub.PayloadBytes)]);
        report.Compare("written to the disk for a five-step workflow, log and all", "bytes", "hub", "its payload", [.. rounds.Select(round => (round.Steps.WrittenBytes * HubInside.StepsOfWorkflow, hub.PayloadBytes))]);
    }

    private static async Task<double> UnitsAsync(HubInside hub, int callers, TimeSpan duration)
    {
        var store = hub.Services.GetRequiredService<IUnitOfWorkStore>();
        var ids = hub.Services.GetRequiredService<IdGenerator>();
        var begin = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var count = 0L;
            for (; Stopwatch.GetElapsedTime(begin) < duration; count++)
            {
                if (await store.CommitAsync(Unit(ids), CancellationToken.None) != CommitResult.Committed)
                {
                    throw new InvalidOperationException("A unit of work that meets no other was not committed.");
                }
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static IReadOnlyList<IChange> Unit(IdGenerator ids)
    {
        var now = TimeProvider.System.GetUtcNow();
        var journey = new JourneyId(ids.NewId());
        return
        [
            new StartJourney(new Server.Journeys.Journey
            {
                Id = journey,
                Tenant = HubInside.Tenant,
                RequestId = ids.NewId(),
                Procedure = "bench-record",
                Channel = "web",
                State = JourneyState.Running,
                HandOverCode = ids.NewHandOverCode(),
                CreatedAt = now,
                UpdatedAt = now,
            }),
            new AppendJourneyEvent(HubInside.Tenant, new JourneyEvent(journey, now, JourneyEventTypes.RequestReceived, "hub", "web", new("Demande reçue", "Request received"))),
            new AppendJourneyEvent(HubInside.Tenant, new JourneyEvent(journey, now, JourneyEventTypes.JourneyCompleted, "hub", "web", new("Demande traitée", "Request handled"))),
        ];
    }

    private sealed record Round(double Syncs, double[] Bare, double[] Units, StepRates Steps);
}
