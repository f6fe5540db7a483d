using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Benchmarks.Sides;
using Hub.JsonSchema;

namespace Hub.Benchmarks.Validation;

/// <summary>Our side of <see cref="ValidationBenchmark"/>: each line says how many milliseconds each set is measured.</summary>
internal static class ValidationWorker
{
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
            Values: set.Documents.Select(document => JsonElement.Parse(document)).ToArray(),
            FromBytes: new FixedWork(),
            FromValues: new FixedWork())).ToArray();
        return WorkerProgram.ServeAsync(
            line =>
            {
                var duration = TimeSpan.FromMilliseconds(int.Parse(line, CultureInfo.InvariantCulture));
                var costs = measured.Select(set => new SetCost(
                    set.Name,
                    set.Bytes.Count(document => set.Validator.IsValid(document)),
                    set.FromBytes.Measure(duration / 2, set.Bytes.Length, () =>
                    {
                        foreach (var document in set.Bytes)
                        {
                            set.Validator.IsValid(document);
                        }
                    }),
                    set.FromValues.Measure(duration / 2, set.Values.Length, () =>
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
}
