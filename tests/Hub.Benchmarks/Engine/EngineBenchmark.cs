using System.Text.Json;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Engine;

/// <summary>The engine alone, nothing kept: a workflow of five steps beside a MassTransit saga of five transitions in memory.</summary>
internal sealed class EngineBenchmark : IBenchmark
{
    private const string Ours = "Hub.Workflows, in memory";
    private const string Theirs = "MassTransit 8.5.12 saga, in memory";

    public string Name => "engine";

    public string Summary => "a five-step workflow in memory beside a MassTransit saga of five transitions";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var project = Path.Combine(Repository.Benchmarks, "Peers", "MassTransitSaga");
        var peer = Path.Combine(project, "bin", "Release", "net10.0", "MassTransitSaga.dll");
        if (!File.Exists(peer) || Directory.EnumerateFiles(project, "*.cs*").Any(source => File.GetLastWriteTimeUtc(source) > File.GetLastWriteTimeUtc(peer)))
        {
            run.Say("building the MassTransit peer (restores MassTransit 8.5.12)…");
            await ShortProgram.RunAsync("dotnet", ["build", project, "-c", "Release", "--nologo", "-v", "q"], new Dictionary<string, string>(), project, cancellationToken);
        }

        var core = Cores.First.Server;
        await using var ours = await WorkerProgram.StartOwnAsync(["role:engine"], core, cancellationToken);
        await using var theirs = await WorkerProgram.StartAsync("dotnet", [peer], new Dictionary<string, string>(), core, cancellationToken);
        var (ourCount, theirCount) = run.IsQuick ? ("20000", "500") : ("200000", "10000");

        // The first pair warms up; so many journeys that each has long been compiled.
        var pairs = await Interleaved.RunAsync(run.Pairs, () => AskAsync(ours, ourCount, cancellationToken), () => AskAsync(theirs, theirCount, cancellationToken));
        run.Report.Compare("CPU of a workflow of five steps", "µs", Ours, Theirs, pairs.Select(one => one.CpuMicroseconds));
        run.Report.Compare("allocated for a workflow of five steps", "bytes", Ours, Theirs, pairs.Select(one => one.AllocatedBytes));
        run.Report.Compare("workflows of five steps", "per second", Ours, Theirs, pairs.Select(one => one.PerSecond));
    }

    private static async Task<EngineCost> AskAsync(WorkerProgram worker, string count, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<EngineCost>(await worker.AskAsync(count, cancellationToken), JsonSerializerOptions.Web)!; // both print an object
}

/// <summary>For one workflow.</summary>
internal sealed record EngineCost(double PerSecond, double CpuMicroseconds, double AllocatedBytes);
