namespace Hub.Benchmarks;

/// <summary>What <c>./bench.sh</c> was asked for: <c>[--list] [--quick] [all | name…]</c>; what follows a name up to the next is the benchmark's own.</summary>
internal static class CommandLine
{
    private const int Unusable = 2;

    public static async Task<int> RunAsync(IReadOnlyList<IBenchmark> benchmarks, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Contains("--list"))
        {
            foreach (var benchmark in benchmarks)
            {
                Console.WriteLine($"{benchmark.Name,-12} {benchmark.Summary}");
            }

            return 0;
        }

        var isQuick = arguments.Contains("--quick");
        var words = arguments.Where(argument => argument != "--quick").ToArray();
        if (words is [] or ["all"])
        {
            words = [.. benchmarks.Select(benchmark => benchmark.Name)];
        }

        var chosen = new List<(IBenchmark Benchmark, List<string> Arguments)>();
        foreach (var word in words)
        {
            if (benchmarks.FirstOrDefault(benchmark => benchmark.Name == word) is { } benchmark)
            {
                chosen.Add((benchmark, []));
            }
            else if (chosen.Count > 0 && char.IsAsciiDigit(word[0]))
            {
                chosen[^1].Arguments.Add(word);
            }
            else
            {
                Console.Error.WriteLine($"There is no benchmark '{word}'. There are: {string.Join(", ", benchmarks.Select(one => one.Name))}; all; --list tells what each measures; --quick runs three short pairs.");
                return Unusable;
            }
        }

        var failed = 0;
        foreach (var (benchmark, own) in chosen)
        {
            Console.Error.WriteLine($"{benchmark.Name}: {benchmark.Summary}");
            failed += await RunOneAsync(benchmark, isQuick, own, cancellationToken) ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> RunOneAsync(IBenchmark benchmark, bool isQuick, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var run = new BenchmarkRun(benchmark.Name, isQuick, arguments);
        try
        {
            await benchmark.RunAsync(run, cancellationToken);
        }
        catch (BenchmarkRefusedException refusal)
        {
            // What was seen until then helps to find out why; it is not written, so that nobody quotes it.
            run.Report.Print(Console.Error);
            Console.Error.WriteLine($"  NOT MEASURED, whatever stands above: {refusal.Message}");
            return false;
        }

        run.Report.Print(Console.Out);
        Console.Error.WriteLine($"  written: {run.Report.Write(Path.Combine(Repository.Benchmarks, "results"))}");
        return true;
    }
}
