using System.Diagnostics;
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
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(5);

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

    /// <returns>Nanoseconds a document.</returns>
    private static double Measure(TimeSpan duration, int documents, Action pass)
    {
        var blocks = new List<double>();
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < duration;)
        {
            var passes = 0;
            var block = Stopwatch.GetTimestamp();
            for (; Stopwatch.GetElapsedTime(block) < Block; passes++)
            {
                pass();
            }

            blocks.Add(Stopwatch.GetElapsedTime(block).TotalNanoseconds / ((double)passes * documents));
        }

        blocks.Sort();
        return blocks.Take(Math.Max(1, (int)(blocks.Count * Fastest))).Average();
    }
}
