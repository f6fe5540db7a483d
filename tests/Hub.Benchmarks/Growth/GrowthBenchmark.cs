namespace Hub.Benchmarks.Growth;

/// <summary>Whether what the hub does costs more, the more there is: of those that wait, of history, of definitions, of schemas.</summary>
internal sealed class GrowthBenchmark : IBenchmark
{
    public string Name => "growth";

    public string Summary => "exponents of processor time: instances that wait, steps, history, definitions, schemas";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        await CostGrowth.MeasureAsync(run, cancellationToken);
        await DefinitionGrowth.MeasureAsync(run, cancellationToken);
        await SchemaGrowth.MeasureAsync(run, cancellationToken);
    }
}
