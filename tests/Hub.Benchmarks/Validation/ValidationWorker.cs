using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Benchmarks.Sides;
using Hub.JsonSchema;

namespace Hub.Benchmarks.Validation;

/// <summary>Our side of <see cref="ValidationBenchmark"/>: each line says how many milliseconds each set is measured.</summary>
internal static class ValidationWorker
{
    // The fastest twentieth of the blocks: what the machine's other work did not touch.
    private const double Fastest = 0.05;
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(50);

    public static Task<int> RunAsync(string setsFile, CancellationToken cancellationToken)
    {
        var sets = JsonSerializer.Deserialize<SchemaSet[]>(File.ReadAllText(setsFile), JsonSerializerOptions.Web)!; // written by the benchmark
        var registry = new SchemaRegistry();
        foreach (var set in sets)
        {
            registry.Add(set.Name, Encoding.UTF8.GetBytes(set.Schema));
        }

        var measured = sets.Where(set => set.Documents.Count > 0).Select(set => (
            set.Name,
            Validator: registry.Compile(set.Name),
            Bytes: set.Documents.Select(Encoding.UTF8.GetBytes).ToArray(),
            Values: set.Documents.Select(document => JsonElement.Parse(document)).ToArray())).ToArray();
        return WorkerProgram.ServeAsync(
            line =>
            {
                var duration = TimeSpan.FromMilliseconds(int.Parse(line, CultureInfo.InvariantCulture));
                var costs = measured.Select(set => new SetCost(
                    set.Name,
                    set.Bytes.Count(document => set.Validator.IsValid(document)),
                    Measure(duration / 2, set.Bytes.Length, () =>
                    {
                        foreach (var document in set.Bytes)
                        {
                            set.Validator.IsValid(document);
                        }
                    }),
                    Measure(duration / 2, set.Values.Length, () =>
                    {
                        foreach (var value in set.Values)
                        {
                            set.Validator.IsValid(value);
                        }
                    })));
                return Task.FromResult(JsonSerializer.Serialize(costs, JsonSerializerOptions.Web));
            },
            cancellationToken);
    }

    /// <returns>Nanoseconds of processor time a document: what others do on this core meanwhile is not counted.</returns>
    private static double Measure(TimeSpan duration, int documents, Action pass)
    {
        var passes = 1;
        while (CpuOf(pass, passes) < Block)
        {
            passes *= 2;
        }

        var blocks = new List<double>();
        for (var begin = Environment.CpuUsage.TotalTime; blocks.Count == 0 || Environment.CpuUsage.TotalTime - begin < duration;)
        {
            blocks.Add(CpuOf(pass, passes).TotalNanoseconds / ((double)passes * documents));
        }

        blocks.Sort();
        return blocks.Take(Math.Max(1, (int)(blocks.Count * Fastest))).Average();
    }

    private static TimeSpan CpuOf(Action pass, int passes)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var number = 0; number < passes; number++)
        {
            pass();
        }

        return Environment.CpuUsage.TotalTime - before;
    }
}
