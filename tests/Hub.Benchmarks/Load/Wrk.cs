using System.Diagnostics;
using System.Text.Json;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Load;

/// <summary>wrk: a closed loop at full speed, for rates and processor time a request. Its latencies are those of a saturated server.</summary>
internal static class Wrk
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(20);

    private static readonly string Script = Path.Combine(Repository.Benchmarks, "Load", "wrk.lua");

    /// <summary>
    /// Warms a server up by number and not by time: until its runtime has compiled what is used often, it measures the compiler. Stops
    /// after a minute on a machine that is too busy for it.
    /// </summary>
    public static async Task WarmUpAsync(Func<Task<WrkResult>> load, bool isQuick)
    {
        var begin = Stopwatch.GetTimestamp();
        var wanted = isQuick ? 500 : 10_000;
        for (var served = 0L; served < wanted && Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMinutes(1);)
        {
            served += (await load()).Requests;
        }
    }

    /// <summary>POSTs the bodies in turn for some time, and reads what the server used meanwhile.</summary>
    /// <param name="bodies">A file with one JSON body a line.</param>
    /// <exception cref="BenchmarkRefusedException">wrk is missing, or an answer was not a success.</exception>
    public static async Task<WrkResult> RunAsync(
        Uri url,
        string bodies,
        int connections,
        TimeSpan duration,
        Cores cores,
        SideProgram server,
        string folder,
        CancellationToken cancellationToken,
        string? authorization = null)
    {
        var environment = new Dictionary<string, string> { ["HUB_BENCH_BODIES"] = bodies, ["HUB_BENCH_AUTHORIZATION"] = authorization ?? "" };
        string[] arguments = ["--threads", "1", "--connections", Machine.Text($"{connections}"), "--duration", Machine.Text($"{duration.TotalSeconds:0}s"), "--timeout", "30s", "--script", Script, url.AbsoluteUri];
        string output;
        var before = ProcessUsage.CpuSeconds(server.Id);
        try
        {
            output = await ShortProgram.RunAsync("wrk", arguments, environment, folder, cancellationToken, cores.Load);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchmarkRefusedException("wrk is missing: apt-get install wrk, then run this again.");
        }

        var cpu = ProcessUsage.CpuSeconds(server.Id) - before;
        var line = output.Split('\n').LastOrDefault(line => line.StartsWith('{')) ?? throw new BenchmarkRefusedException($"wrk printed no summary:\n{output}");
        var result = JsonSerializer.Deserialize<WrkSummary>(line, JsonSerializerOptions.Web)!; // an object, as the script prints it
        if (result is { Errors: 0, Requests: 0 } && duration < LongEnough)
        {
            // A machine so busy that not one answer came in time: measured again over a longer time, not called an error.
            return await RunAsync(url, bodies, connections, LongEnough, cores, server, folder, cancellationToken, authorization);
        }

        return result.Errors == 0 && result.Requests > 0
            ? new WrkResult(result.Requests, result.Requests / (result.DurationMicroseconds / 1e6), cpu * 1e6 / result.Requests, result.P50, result.P99)
            : throw new BenchmarkRefusedException(Machine.Text($"{url} answered {result.Requests} requests, {result.Errors} of them badly. The server wrote:\n{Tail(server.Output)}"));
    }

    private static string Tail(string text) => text.Length > 2000 ? text[^2000..] : text;

    private sealed record WrkSummary(long Requests, double DurationMicroseconds, long Errors, double P50, double P99);
}

/// <param name="PerSecond">Requests a second.</param>
/// <param name="CpuMicroseconds">Of the server process, for each request.</param>
internal sealed record WrkResult(long Requests, double PerSecond, double CpuMicroseconds, double P50Microseconds, double P99Microseconds);
