using System.Diagnostics;

namespace Hub.Benchmarks.Sides;

/// <summary>
/// A side that is measured from within: a process that says "ready", then answers each line on its standard input with one line of
/// JSON. It stays warm from one round to the next, while the other side has its turn.
/// </summary>
internal sealed class WorkerProgram : IAsyncDisposable
{
    private static readonly TimeSpan RoundTime = TimeSpan.FromMinutes(5);

    private readonly Process process;

    private WorkerProgram(Process process) => this.process = process;

    public static async Task<WorkerProgram> StartAsync(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string? cores, CancellationToken cancellationToken)
    {
        string[] words = cores is null ? [file, .. arguments] : ["taskset", "-c", cores, file, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var worker = new WorkerProgram(Process.Start(start)!); // never null without UseShellExecute
        var first = await worker.ReadAsync(cancellationToken);
        return first == "ready" ? worker : throw new BenchmarkRefusedException($"{file} {string.Join(' ', arguments)} did not start; it said '{first}'.");
    }

    /// <summary>Another role of this very program.</summary>
    public static Task<WorkerProgram> StartOwnAsync(IReadOnlyList<string> arguments, string? cores, CancellationToken cancellationToken) =>
        StartAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Hub.Benchmarks.dll"), .. arguments], new Dictionary<string, string>(), cores, cancellationToken);

    /// <summary>The part of the other end: reads lines until there are no more, and answers each.</summary>
    public static async Task<int> ServeAsync(Func<string, Task<string>> answer, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            await Console.Out.WriteLineAsync(await answer(line));
        }

        return 0;
    }

    public async Task<string> AskAsync(string line, CancellationToken cancellationToken)
    {
        await process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await process.StandardInput.FlushAsync(cancellationToken);
        return await ReadAsync(cancellationToken);
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

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(RoundTime, cancellationToken);
        return line ?? throw new BenchmarkRefusedException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} ended in the middle of a round.");
    }
}
