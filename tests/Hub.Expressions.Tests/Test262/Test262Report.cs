using System.Globalization;
using System.Text;

namespace Hub.Expressions.Tests.Test262;

/// <summary>The outcome as Markdown: the table by directory and the exclusions, as they stand in the docs, then each failure.</summary>
internal static class Test262Report
{
    public static string Write(IReadOnlyList<Test262Outcome> outcomes)
    {
        var text = new StringBuilder("| directory | tests | left out | run | passed | |\n|---|---:|---:|---:|---:|---:|\n");
        foreach (var group in outcomes.GroupBy(static outcome => outcome.Directory).OrderByDescending(static group => group.Key.StartsWith('l')).ThenBy(static group => group.Key, StringComparer.Ordinal))
        {
            AppendRow(text, $"`{group.Key}`", [.. group]);
        }

        AppendRow(text, "all", outcomes);
        text.Append("\n| left out because of | tests | marks of the suite |\n|---|---:|---|\n");
        foreach (var group in Test262Exclusions.All().GroupBy(static row => row.Reason))
        {
            var count = outcomes.Count(outcome => outcome.Verdict == Test262Verdict.Excluded && outcome.Detail == group.Key);
            var marks = string.Join("; ", group.Select(static row => $"{row.Kind} {row.Marks}"));
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {count} | {marks} |\n");
        }

        text.Append("\n## Slowest\n");
        foreach (var outcome in outcomes.OrderByDescending(static outcome => outcome.Took).Take(20))
        {
            text.Append(CultureInfo.InvariantCulture, $"{outcome.Took.TotalSeconds:0.0} s {outcome.Path}\n");
        }

        text.Append("\n## Failures\n");
        foreach (var outcome in outcomes.Where(static outcome => outcome.Verdict >= Test262Verdict.Failed))
        {
            text.Append(CultureInfo.InvariantCulture, $"{outcome.Verdict} {outcome.Path}\t{outcome.Detail.ReplaceLineEndings(" ")}\n");
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string name, IReadOnlyList<Test262Outcome> outcomes)
    {
        var excluded = outcomes.Count(static outcome => outcome.Verdict == Test262Verdict.Excluded);
        var passed = outcomes.Count(static outcome => outcome.Verdict == Test262Verdict.Passed);
        var run = outcomes.Count - excluded;
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {outcomes.Count} | {excluded} | {run} | {passed} | {(run == 0 ? 100 : Math.Floor(passed * 10000.0 / run) / 100):0.##} % |\n");
    }
}
