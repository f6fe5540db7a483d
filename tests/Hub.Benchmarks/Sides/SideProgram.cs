using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Sides;

/// <summary>A server beside the benchmark, pinned if asked, its output in a file. Killed when disposed: what it had acknowledged must be on disk anyway.</summary>
internal sealed class SideProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly string log;

    private SideProgram(Process process, string log) => (this.process, this.log) = (process, log);

    public int Id => process.Id;

    public string Output => File.Exists(log) ? File.ReadAllText(log) : "";

    /// <param name="cores">A core list for taskset; null: anywhere.</param>
    /// <param name="log">Its standard output and error go there.</param>
    public static SideProgram Start(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string? cores, string log)
    {
        // taskset and sh each replace themselves by what they start, so the process that is measured is the server itself.
        string[] redirected = ["/bin/sh", "-c", "exec \"$0\" \"$@\" >\"$HUB_BENCH_LOG\" 2>&1", file, .. arguments];
        var words = cores is null ? redirected : ["taskset", "-c", cores, .. redirected];
        var start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false };
        start.Environment["HUB_BENCH_LOG"] = log;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new SideProgram(Process.Start(start)!, log); // never null without UseShellExecute
    }

    /// <summary>Another role of this very program.</summary>
    public static SideProgram StartOwn(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string? cores, string log) =>
        Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "Hub.Benchmarks.dll"), .. arguments], environment, cores, log);

    /// <summary>A port of the loopback that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until the probe answers with a success.</summary>
    /// <returns>How long it took since the call.</returns>
    public async Task<TimeSpan> UntilAnswersAsync(HttpClient http, Func<HttpRequestMessage> probe, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartTime);
        while (!deadline.IsCancellationRequested)
        {
            if (process.HasExited)
            {
                throw new BenchmarkRefusedException($"{process.StartInfo.ArgumentList[^1]} stopped at its start. It wrote:\n{Output}");
            }

            try
            {
                using var request = probe();
                using var answer = await http.SendAsync(request, deadline.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return Stopwatch.GetElapsedTime(begin);
                }
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Not listening yet, or listening and silent until the deadline.
            }

            await Task.Delay(5, cancellationToken);
        }

        throw new BenchmarkRefusedException(Machine.Text($"a server did not answer within {StartTime.TotalSeconds:0} s. It wrote:\n{Output}"));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }
}
