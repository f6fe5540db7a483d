using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks;

/// <summary>Says of a figure whether it is what it must be, and what it aims at.</summary>
internal static class Goals
{
    public static void AtMost(this BenchmarkReport report, string what, double value, string unit, double must, double aim) =>
        report.Note(Machine.Text($"{what}: {value:0.###} {unit}; must be at most {must:0.##}: {(value <= must ? "reached" : "MISSED")}; aim {aim:0.##}: {(value <= aim ? "reached" : "not reached")}"));

    public static void AtLeast(this BenchmarkReport report, string what, double value, string unit, double must, double aim) =>
        report.Note(Machine.Text($"{what}: {value:0.###} {unit}; must be at least {must:0.##}: {(value >= must ? "reached" : "MISSED")}; aim {aim:0.##}: {(value >= aim ? "reached" : "not reached")}"));
}
