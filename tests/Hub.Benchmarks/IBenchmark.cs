namespace Hub.Benchmarks;

/// <summary>One benchmark of <c>./bench.sh</c>: starts what it needs, measures beside a peer or a unit of the machine, reports.</summary>
internal interface IBenchmark
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>One sentence: what is measured beside what.</summary>
    string Summary { get; }

    Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken);
}
