using System.Globalization;
using System.Text.Json;
using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks;

/// <summary>
/// What a benchmark found: every measured value, the ratio of each pair, and a table of medians. A ratio is that of two values of
/// the same pair, measured within seconds of each other; the median of the ratios is what may be quoted, never a single value.
/// </summary>
internal sealed class BenchmarkReport(string benchmark, bool isQuick)
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly DateTimeOffset startedAt = TimeProvider.System.GetUtcNow();
    private readonly string loadBefore = Machine.LoadAverage();
    private readonly List<Comparison> comparisons = [];
    private readonly List<Measurement> measurements = [];
    private readonly List<string> notes = [];

    /// <summary>Two sides, measured in pairs.</summary>
    public void Compare(string what, string unit, string ours, string theirs, IReadOnlyList<(double Ours, double Theirs)> pairs)
    {
        var ratios = pairs.Where(pair => pair.Theirs != 0).Select(pair => pair.Ours / pair.Theirs).ToArray();
        comparisons.Add(new Comparison(what, unit, ours, [.. pairs.Select(pair => pair.Ours)], theirs, [.. pairs.Select(pair => pair.Theirs)], Spread.Of(ratios)));
    }

    /// <summary>One side alone.</summary>
    public void Measure(string what, string unit, params IReadOnlyList<double> values) => measurements.Add(new Measurement(what, unit, values, Spread.Of(values)));

    /// <summary>Something that whoever reads the figures must know.</summary>
    public void Note(string text)
    {
        notes.Add(text);
        Console.Error.WriteLine($"  note: {text}");
    }

    public void Print(TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine($"{benchmark}{(isQuick ? " (quick: not for quoting)" : "")}");
        if (comparisons.Count > 0)
        {
            writer.WriteLine($"  {"",-58} {"ours",12} {"theirs",12}   ratio (lowest–highest)");
        }

        foreach (var one in comparisons)
        {
            writer.WriteLine($"  {one.What + ", " + one.Unit,-58} {Text(Spread.Of(one.OurValues).Median),12} {Text(Spread.Of(one.TheirValues).Median),12}   {Text(one.Ratio.Median)} ({Text(one.Ratio.Lowest)}–{Text(one.Ratio.Highest)})  {one.Ours} ÷ {one.Theirs}");
        }

        foreach (var one in measurements)
        {
            writer.WriteLine($"  {one.What + ", " + one.Unit,-58} {Text(one.Spread.Median),12}{(one.Values.Count > 1 ? $"   ({Text(one.Spread.Lowest)}–{Text(one.Spread.Highest)})" : "")}");
        }

        foreach (var note in notes)
        {
            writer.WriteLine($"  · {note}");
        }

        writer.WriteLine();
    }

    /// <returns>The file's path.</returns>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{benchmark}-{startedAt:yyyyMMdd'T'HHmmss'Z'}.json"));
        var content = new
        {
            benchmark,
            isQuick,
            startedAt,
            endedAt = TimeProvider.System.GetUtcNow(),
            machine = Machine.Describe(),
            load = new { before = loadBefore, after = Machine.LoadAverage() },
            comparisons,
            measurements,
            notes,
        };
        File.WriteAllText(file, JsonSerializer.Serialize(content, Layout));
        return file;
    }

    // Three figures are what such a machine can give.
    private static string Text(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    private sealed record Comparison(string What, string Unit, string Ours, IReadOnlyList<double> OurValues, string Theirs, IReadOnlyList<double> TheirValues, Spread Ratio);

    private sealed record Measurement(string What, string Unit, IReadOnlyList<double> Values, Spread Spread);
}
