using System.Text.Json;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Peers;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Expressions;

/// <summary>
/// The expressions of the sample procedures, compiled once, on data at hand, from one evaluation to its result as JSON; beside Jint
/// (in ES5, which is what it reads) and Node's <c>vm</c>. Each evaluation of ours has its own globals and budgets; the peers keep one context,
/// which favours them. All three must give the same results before any is measured.
/// </summary>
internal sealed class ExpressionsBenchmark : IBenchmark
{
    private const string Ours = "Hub.Expressions";
    private const string Jint = "Jint 2.10.4";
    private const string Node = "Node 24.9.0 vm";

    // Until the compilers of all three have seen enough to settle.
    private const int WarmUps = 3;

    public string Name => "expressions";

    public string Summary => "the expressions of the sample procedures beside Jint and Node's vm";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var peers = await NodePeers.InstallAsync(cancellationToken);
        var project = Path.Combine(Repository.Benchmarks, "Peers", "JintScripts");
        var jintPeer = Path.Combine(project, "bin", "Release", "net10.0", "JintScripts.dll");
        if (!File.Exists(jintPeer) || Directory.EnumerateFiles(project, "*.cs*").Any(source => File.GetLastWriteTimeUtc(source) > File.GetLastWriteTimeUtc(jintPeer)))
        {
            run.Say("building the Jint peer (restores Jint 2.10.4)…");
            await ShortProgram.RunAsync("dotnet", ["build", project, "-c", "Release", "--nologo", "-v", "q"], new Dictionary<string, string>(), project, cancellationToken);
        }

        var folder = Path.Combine(Repository.Benchmarks, "Expressions");
        var texts = Path.Combine(folder, "expressions.json");
        var core = Cores.First.Server;
        var environment = new Dictionary<string, string>();
        await using var ours = await WorkerProgram.StartOwnAsync(["role:expressions", texts], core, cancellationToken);
        await using var jint = await WorkerProgram.StartAsync("dotnet", [jintPeer, texts], environment, core, cancellationToken);
        await using var node = await WorkerProgram.StartAsync(peers.Node, [Path.Combine(folder, "vm.cjs"), texts], environment, core, cancellationToken);
        var milliseconds = run.IsQuick ? 50 : 300;
        var rows = JsonElement.Parse(await File.ReadAllTextAsync(texts, cancellationToken)).GetProperty("expressions").GetArrayLength();
        Task<IReadOnlyList<(ExpressionCost[] Ours, ExpressionCost[] Theirs)>> BesideAsync(WorkerProgram peer) =>
            Interleaved.RunRowsAsync(run.Pairs, rows, WarmUps, row => AskAsync(ours, milliseconds, row, cancellationToken), row => AskAsync(peer, milliseconds, row, cancellationToken));
        var besideJint = await BesideAsync(jint);
        var besideNode = await BesideAsync(node);
        CheckSame(besideJint[0], Jint);
        CheckSame(besideNode[0], Node);
        for (var index = 0; index < besideJint[0].Ours.Length; index++)
        {
            var one = index;
            run.Report.Compare($"CPU of '{besideJint[0].Ours[one].Name}'", "µs", Ours, Jint, besideJint.Select(costs => costs[one].CpuMicroseconds));
        }

        run.Report.Compare("CPU of an evaluation, geometric mean", "µs", Ours, Jint, besideJint.Select(costs => Geometric(costs, cost => cost.CpuMicroseconds)));
        run.Report.Compare("CPU of an evaluation, geometric mean", "µs", Ours, Node, besideNode.Select(costs => Geometric(costs, cost => cost.CpuMicroseconds)));
        run.Report.Compare("allocated by an evaluation, geometric mean", "bytes", Ours, Jint, besideJint.Select(costs => Geometric(costs, cost => cost.AllocatedBytes)));
    }

    private static void CheckSame((ExpressionCost[] Ours, ExpressionCost[] Theirs) costs, string peer)
    {
        foreach (var (mine, other) in costs.Ours.Zip(costs.Theirs))
        {
            if (mine.Name != other.Name || !JsonElement.DeepEquals(JsonElement.Parse(mine.Result), JsonElement.Parse(other.Result)))
            {
                throw new BenchmarkRefusedException($"'{mine.Name}' gives {mine.Result} here and {other.Result} in {peer}.");
            }
        }
    }

    private static double Geometric(ExpressionCost[] costs, Func<ExpressionCost, double> figure) => Math.Exp(costs.Average(cost => Math.Log(figure(cost))));

    private static async Task<ExpressionCost> AskAsync(WorkerProgram worker, int milliseconds, int row, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<ExpressionCost>(await worker.AskAsync(Machine.Text($"{milliseconds} {row}"), cancellationToken), JsonSerializerOptions.Web)!; // all print an object
}

/// <param name="Result">What the expression gave, as JSON text.</param>
/// <param name="AllocatedBytes">Managed bytes of one evaluation; 0 from Node, which does not tell.</param>
internal sealed record ExpressionCost(string Name, string Result, double CpuMicroseconds, double AllocatedBytes);
