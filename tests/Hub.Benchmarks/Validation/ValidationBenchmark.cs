using System.Text.Json;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Peers;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Validation;

/// <summary>
/// The shipped schemas with their examples, and the trial requests, beside ajv's compiled validators: from bytes to the verdict, and from
/// the parsed value. Formats are asserted by neither. Both must give the same verdicts before either is measured.
/// </summary>
internal sealed class ValidationBenchmark : IBenchmark
{
    private const string Ours = "Hub.JsonSchema";
    private const string Theirs = "ajv 8.20.0 compiled";

    public string Name => "validation";

    public string Summary => "JSON Schema verdicts beside ajv's, from bytes and from parsed values";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var peers = await NodePeers.InstallAsync(cancellationToken);
        var sets = Path.Combine(run.Folder, "sets.json");
        await File.WriteAllTextAsync(sets, JsonSerializer.Serialize(SchemaSets.Read(), JsonSerializerOptions.Web), cancellationToken);
        await using var ours = await WorkerProgram.StartOwnAsync(["role:validation", sets], null, cancellationToken);
        var script = Path.Combine(Repository.Benchmarks, "Validation", "ajv.cjs");
        await using var theirs = await WorkerProgram.StartAsync(peers.Node, [script, sets], new Dictionary<string, string> { ["HUB_BENCH_PEERS"] = peers.Folder }, null, cancellationToken);
        var milliseconds = run.IsQuick ? "100" : "1000";
        var pairs = await Interleaved.RunAsync(run.Pairs, () => AskAsync(ours, milliseconds, cancellationToken), () => AskAsync(theirs, milliseconds, cancellationToken));
        var names = pairs[0].Ours.Select(one => one.Name).ToArray();
        for (var index = 0; index < names.Length; index++)
        {
            if (pairs[0].Ours[index].Valid != pairs[0].Theirs[index].Valid)
            {
                throw new BenchmarkRefusedException(Machine.Text($"{names[index]}: we find {pairs[0].Ours[index].Valid} documents valid and ajv {pairs[0].Theirs[index].Valid}."));
            }

            var set = index;
            run.Report.Compare($"{names[set]}, from bytes", "ns a document", Ours, $"JSON.parse + {Theirs}", pairs.Select(one => one[set].BytesNanoseconds));
        }

        run.Report.Compare("all sets, from bytes, geometric mean", "ns a document", Ours, $"JSON.parse + {Theirs}", pairs.Select(one => Geometric(one, set => set.BytesNanoseconds)));
        run.Report.Compare("all sets, from the parsed value, geometric mean", "ns a document", Ours, Theirs, pairs.Select(one => Geometric(one, set => set.ValueNanoseconds)));
    }

    private static double Geometric(SetCost[] sets, Func<SetCost, double> figure) => Math.Exp(sets.Average(set => Math.Log(figure(set))));

    private static async Task<SetCost[]> AskAsync(WorkerProgram worker, string milliseconds, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<SetCost[]>(await worker.AskAsync(milliseconds, cancellationToken), JsonSerializerOptions.Web)!; // both print a list
}

/// <param name="Valid">How many documents of the set are valid.</param>
internal sealed record SetCost(string Name, int Valid, double BytesNanoseconds, double ValueNanoseconds);
