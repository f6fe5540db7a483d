using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Benchmarks.Sides;
using Hub.JsonSchema;

namespace Hub.Benchmarks.Validation;

/// <summary>Our side of <see cref="ValidationBenchmark"/>: each line says how many milliseconds to measure which set.</summary>
internal static class ValidationWorker
{
    public static Task<int> RunAsync(string setsFile, CancellationToken cancellationToken)
    {
        var sets = JsonSerializer.Deserialize<SchemaSet[]>(File.ReadAllText(setsFile), JsonSerializerOptions.Web)!; // written by the benchmark
        var measured = sets.Select(set => new Measured(set)).ToArray();
        return WorkerProgram.ServeAsync(
            line =>
            {
                var words = line.Split(' ');
                var duration = TimeSpan.FromMilliseconds(int.Parse(words[0], CultureInfo.InvariantCulture));
                return Task.FromResult(JsonSerializer.Serialize(measured[int.Parse(words[1], CultureInfo.InvariantCulture)].Measure(duration), JsonSerializerOptions.Web));
            },
            cancellationToken);
    }

    private sealed class Measured(SchemaSet set)
    {
        private readonly JsonSchemaValidator validator = Compile(set);
        private readonly byte[][] bytes = [.. set.Documents.Select(Encoding.UTF8.GetBytes)];
        private readonly ParsedJson[] parsed = [.. set.Documents.Select(document => Parse(Encoding.UTF8.GetBytes(document)))];
        private readonly JsonElement[] elements = [.. set.Documents.Select(document => JsonElement.Parse(document))];
        private readonly FixedWork fromBytes = new();
        private readonly FixedWork fromParsed = new();
        private readonly FixedWork fromElements = new();
        private readonly FixedWork compiling = new();

        public SetCost Measure(TimeSpan duration)
        {
            var verdicts = bytes.Select(document => validator.IsValid(document)).ToArray();
            return new SetCost(
                set.Name,
                verdicts,
                fromBytes.Measure(duration, bytes.Length, () =>
                {
                    foreach (var document in bytes)
                    {
                        validator.IsValid(document);
                    }
                }),
                fromParsed.Measure(duration, parsed.Length, () =>
                {
                    foreach (var document in parsed)
                    {
                        validator.IsValid(document);
                    }
                }),
                compiling.Measure(duration, 1, () => Compile(set)))
            {
                ElementNanoseconds = fromElements.Measure(duration, elements.Length, () =>
                {
                    foreach (var document in elements)
                    {
                        validator.IsValid(document);
                    }
                }),
                AllocatedBytes = Allocated(verdicts),
            };
        }

        /// <summary>What holding every valid document once, by all three ways, allocates.</summary>
        private long Allocated(bool[] verdicts)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < bytes.Length; i++)
            {
                if (verdicts[i])
                {
                    validator.IsValid(bytes[i]);
                    validator.IsValid(parsed[i]);
                    validator.IsValid(elements[i]);
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        private static JsonSchemaValidator Compile(SchemaSet set)
        {
            var registry = new SchemaRegistry();
            foreach (var other in set.Needs)
            {
                registry.Add("", Encoding.UTF8.GetBytes(other));
            }

            return registry.Compile(Encoding.UTF8.GetBytes(set.Schema));
        }

        private static ParsedJson Parse(byte[] document) =>
            ParsedJson.TryParse(document, out var parsed) ? parsed : throw new InvalidOperationException("A generated document is not JSON.");
    }
}
