using System.Collections.Concurrent;
using System.Diagnostics;
using Hub.Expressions.JavaScript;

namespace Hub.Expressions.Tests.Test262;

internal enum Test262Verdict
{
    Excluded,
    Passed,
    Failed,

    /// <summary>Something else than the engine's own error came out, or a budget ran out: never acceptable.</summary>
    Fault,
}

/// <summary>How one test ended.</summary>
internal sealed record Test262Outcome(string Directory, string Path, Test262Verdict Verdict, string Detail, TimeSpan Took = default);

/// <summary>Runs tests of the suite on two threads.</summary>
internal static class Test262Runner
{
    private const string Complete = "Test262:AsyncTestComplete";

    // Some tests walk all of Unicode several times, so the budget of steps and bytes is far above what a mapping gets; the time is for slow machines: steps are what ends a loop.
    private static readonly ExpressionBudget Budget = ExpressionBudget.Default with
    {
        MaxTime = TimeSpan.FromMinutes(10), MaxSteps = 500_000_000, MaxAllocatedBytes = 8L << 30,
    };

    public static IReadOnlyList<Test262Outcome> RunAll(Test262Suite suite)
    {
        var outcomes = new ConcurrentBag<Test262Outcome>();
        Parallel.ForEach(
            Partitioner.Create(suite.Tests(), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            each => outcomes.Add(Run(suite, each.Directory, each.Test)));
        return [.. outcomes.OrderBy(static outcome => outcome.Path, StringComparer.Ordinal)];
    }

    private static Test262Outcome Run(Test262Suite suite, string directory, Test262Case test)
    {
        if (Test262Exclusions.ReasonFor(test) is { } reason)
        {
            return new Test262Outcome(directory, test.Path, Test262Verdict.Excluded, reason);
        }

        var start = Stopwatch.GetTimestamp();
        var (verdict, detail) = Judge(suite, test);
        return new Test262Outcome(directory, test.Path, verdict, detail, Stopwatch.GetElapsedTime(start));
    }

    private static (Test262Verdict Verdict, string Detail) Judge(Test262Suite suite, Test262Case test)
    {
        var host = new Test262Host();
        var phase = "parse";
        try
        {
            var script = Script.CompileStandard(suite.Script(test));
            phase = "runtime";
            script.Evaluate(host, Budget, TimeProvider.System, static () => 0.25);
        }
        catch (ExpressionException error) when (error.Kind == ExpressionErrorKind.Budget)
        {
            return (Test262Verdict.Fault, error.Message);
        }
        catch (ExpressionException error)
        {
            // A construct that is not offered is refused before the script runs, as a test for an early error wants.
            var type = error.Kind == ExpressionErrorKind.Runtime ? error.Detail.Replace("Uncaught ", string.Empty, StringComparison.Ordinal).Split(':')[0] : "SyntaxError";
            var isExpected = test.NegativePhase == phase && test.NegativeType == type;
            return (isExpected ? Test262Verdict.Passed : Test262Verdict.Failed, $"{phase}: {error.Kind}: {error.Message}");
        }
        // A defect of the engine under test: it is reported with the test's name, and fails the run.
        catch (Exception error)
        {
            return (Test262Verdict.Fault, $"{phase}: {error.GetType().Name}: {error.Message} {error.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}");
        }

        return test.NegativePhase is not null ? (Test262Verdict.Failed, $"expected {test.NegativeType} in phase {test.NegativePhase}, but nothing was thrown")
            : test.IsAsync && host.Printed is not [Complete] ? (Test262Verdict.Failed, $"the test printed: {string.Join(" | ", host.Printed)}")
            : (Test262Verdict.Passed, string.Empty);
    }
}
