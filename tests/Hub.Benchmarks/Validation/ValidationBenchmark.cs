using System.Text.Json;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Peers;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Validation;

/// <summary>
/// The shipped schemas, the trial request and well-known public schemas with generated documents, a tenth of them invalid, beside ajv's
/// compiled validators and Blaze: from bytes to the verdict, from the parsed value, and compiling. Formats are asserted by none. All must give
/// the same verdicts on every document before anything is measured.
/// </summary>
internal sealed class ValidationBenchmark : IBenchmark
{
    private const string Ours = "Hub.JsonSchema";
    private const string Ajv = "ajv 8.20.0 compiled";
    private const string Blaze = "Blaze (CLI 16.11.0)";

    // Until the compilers of both have seen enough to settle.
    private const int WarmUps = 3;

    public string Name => "schema";

    public string Summary => "JSON Schema verdicts beside ajv's and Blaze's, from bytes and from parsed values, and compiling";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var peers = await NodePeers.InstallAsync(cancellationToken);
        var sets = SchemaSets.Make(Path.Combine(peers.Folder, "node_modules"), run.Arguments);
        var file = Path.Combine(run.Folder, "sets.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(sets, JsonSerializerOptions.Web), cancellationToken);
        var script = Path.Combine(Repository.Benchmarks, "Validation", "ajv.cjs");
        await using var ours = await WorkerProgram.StartOwnAsync(["role:validation", file], null, cancellationToken);
        await using var ajv = await WorkerProgram.StartAsync(peers.Node, [script, file], new Dictionary<string, string> { ["HUB_BENCH_PEERS"] = peers.Folder }, null, cancellationToken);
        var blaze = await BlazeSide.PrepareAsync(peers, Path.Combine(run.Folder, "blaze"), sets, cancellationToken);
        var milliseconds = run.IsQuick ? 50 : 150;
        Task<SetCost> OursAsync(int row) => AskAsync(ours, milliseconds, row, cancellationToken);

        var besideAjv = await Interleaved.RunRowsAsync(run.Pairs, sets.Count, WarmUps, OursAsync, row => AskAsync(ajv, milliseconds, row, cancellationToken));
        CheckSame(sets, besideAjv[0].Theirs, Ajv);
        CheckSame(sets, besideAjv[0].Ours, Ours);
        var besideBlaze = await Interleaved.RunRowsAsync(run.Pairs, sets.Count, 0, OursAsync, row => blaze.MeasureAsync(row, cancellationToken));
        CheckSame(sets, besideBlaze[0].Theirs, Blaze);
        Report(run.Report, sets, besideAjv, besideBlaze);
    }

    private static void Report(BenchmarkReport report, IReadOnlyList<SchemaSet> sets, IReadOnlyList<(SetCost[] Ours, SetCost[] Theirs)> besideAjv, IReadOnlyList<(SetCost[] Ours, SetCost[] Theirs)> besideBlaze)
    {
        for (var index = 0; index < sets.Count; index++)
        {
            var set = index;
            report.Compare($"{sets[set].Name}, bytes to verdict", "ns a document", Ours, $"JSON.parse + {Ajv}", besideAjv.Select(one => one[set].BytesNanoseconds));
            report.Compare($"{sets[set].Name}, parsed value", "ns a document", Ours, Ajv, besideAjv.Select(one => one[set].ValueNanoseconds));
            report.Compare($"{sets[set].Name}, parsed value", "ns a document", Ours, Blaze, besideBlaze.Select(one => one[set].ValueNanoseconds));
        }

        var bytes = besideAjv.Select(one => Geometric(one, cost => cost.BytesNanoseconds));
        var value = besideAjv.Select(one => Geometric(one, cost => cost.ValueNanoseconds));
        var compiling = besideAjv.Select(one => Geometric(one, cost => cost.CompileNanoseconds));
        report.Compare("all sets, bytes to verdict, geometric mean", "ns a document", Ours, $"JSON.parse + {Ajv}", bytes);
        report.Compare("all sets, parsed value, geometric mean", "ns a document", Ours, Ajv, value);
        report.Compare("all sets, JsonElement, geometric mean", "ns a document", Ours, Ajv, [.. besideAjv.Select(pair => (Geometric(pair.Ours, cost => cost.ElementNanoseconds), Geometric(pair.Theirs, cost => cost.ValueNanoseconds)))]);
        report.Compare("all sets, parsed value, geometric mean", "ns a document", Ours, Blaze, besideBlaze.Select(one => Geometric(one, cost => cost.ValueNanoseconds)));
        report.Compare("all sets, compiling, geometric mean", "ns a schema", Ours, Ajv, compiling);
        report.Measure("allocated by all valid documents of all sets", "bytes", [.. besideAjv.Select(pair => (double)pair.Ours.Sum(cost => cost.AllocatedBytes))]);
        report.AtMost("from the parsed value, beside ajv", Median(value), "times", 1, 0.4);
        report.AtMost("from bytes, beside JSON.parse and ajv", Median(bytes), "times", 0.7, 0.25);
        report.AtMost("compiling, beside ajv", Median(compiling), "times", 1, 1);
        report.AtMost("allocated on the valid path", besideAjv.Max(pair => pair.Ours.Sum(cost => cost.AllocatedBytes)), "bytes", 0, 0);
        report.Note("Our parsed value is ParsedJson: the bytes and the index of what is where in them. A JsonElement is indexed again each time, which its row shows.");
        report.Note("Blaze is timed by its own command line, by the clock and one document over and over; ours by processor time over all documents in turn.");
    }

    private static void CheckSame(IReadOnlyList<SchemaSet> sets, SetCost[] costs, string side)
    {
        foreach (var (set, cost) in sets.Zip(costs))
        {
            var differing = Enumerable.Range(0, set.Verdicts.Count).Where(index => cost.Verdicts.ElementAtOrDefault(index) != set.Verdicts[index]).ToArray();
            if (differing.Length > 0)
            {
                throw new BenchmarkRefusedException(Machine.Text($"{set.Name}: {side} differs on {differing.Length} documents; of the first it does not say {set.Verdicts[differing[0]]}: {set.Documents[differing[0]]}"));
            }
        }
    }

    private static double Median(IReadOnlyList<(double Ours, double Theirs)> pairs) => Spread.Of([.. pairs.Select(pair => pair.Ours / pair.Theirs)]).Median;

    private static double Geometric(SetCost[] sets, Func<SetCost, double> figure) => Math.Exp(sets.Average(set => Math.Log(figure(set))));

    private static async Task<SetCost> AskAsync(WorkerProgram worker, int milliseconds, int row, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<SetCost>(await worker.AskAsync(Machine.Text($"{milliseconds} {row}"), cancellationToken), JsonSerializerOptions.Web)!; // both print an object
}

/// <param name="Verdicts">What the side says of each document.</param>
internal sealed record SetCost(string Name, IReadOnlyList<bool> Verdicts, double BytesNanoseconds, double ValueNanoseconds, double CompileNanoseconds)
{
    /// <summary>From the platform's own parsed value; only ours has one.</summary>
    public double ElementNanoseconds { get; init; }

    /// <summary>By all valid documents once, by every way; only ours can tell.</summary>
    public long AllocatedBytes { get; init; }
}
