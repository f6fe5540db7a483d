using Xunit.Abstractions;

namespace Hub.Expressions.Tests.Test262;

/// <summary>The standard's own suite, tc39/test262, in the directories that the subset covers.</summary>
public sealed class Test262Tests(ITestOutputHelper output)
{
    [FactIfTest262]
    public async Task Run_DirectoriesOfTheSubset_Pass()
    {
        var outcomes = await Task.Run(static () => Test262Runner.RunAll(new Test262Suite(Test262Suite.FolderFromEnvironment!)));
        var report = Test262Report.Write(outcomes);
        output.WriteLine(report);
        if (Environment.GetEnvironmentVariable("HUB_TEST262_REPORT") is { Length: > 0 } file)
        {
            // Messages may hold half a surrogate pair, so the encoding must replace rather than throw.
            await File.WriteAllTextAsync(file, report, System.Text.Encoding.UTF8);
        }

        var ran = outcomes.Count(static outcome => outcome.Verdict != Test262Verdict.Excluded);
        var passed = outcomes.Count(static outcome => outcome.Verdict == Test262Verdict.Passed);
        var news = outcomes.Where(static outcome => outcome.Verdict == Test262Verdict.Fault || (outcome.Verdict == Test262Verdict.Failed && !Test262Known.Failures.ContainsKey(outcome.Path)));
        Assert.Equal(string.Empty, string.Join('\n', news.Select(static outcome => $"{outcome.Path}: {outcome.Detail}")));
        Assert.True(passed >= ran * 0.95, $"{passed} of {ran} tests pass: fewer than 95 %.");
        if (Environment.GetEnvironmentVariable("HUB_TEST262_ONLY") is null)
        {
            Assert.True(ran >= 6_000, $"Only {ran} tests ran: the copy in HUB_TEST262 is not whole.");
        }
    }
}
