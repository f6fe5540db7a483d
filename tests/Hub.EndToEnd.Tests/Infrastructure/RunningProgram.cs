using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Hub.EndToEnd.Tests.Infrastructure;

/// <summary>A program under test, with everything that it wrote.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly Lock writing = new();

    private RunningProgram(Process process) => this.process = process;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public string Output
    {
        get
        {
            lock (writing)
            {
                return output.ToString();
            }
        }
    }

    public static RunningProgram Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var program = new RunningProgram(process);
        process.OutputDataReceived += (_, line) => program.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => program.Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string file, IEnumerable<string> arguments, TimeSpan limit, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var program = Start(file, arguments, environment);
        return (await program.ExitAsync(limit), program.Output);
    }

    public async Task<int> ExitAsync(TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} did not end within {limit.TotalSeconds:0} s. It wrote:\n{Output}");
        }

        return process.ExitCode;
    }

    public async Task UntilOutputAsync(string text, TimeSpan limit) =>
        await Deadline.UntilAsync(() => Task.FromResult(Output.Contains(text, StringComparison.Ordinal) ? this : HasExited ? throw new InvalidOperationException($"It stopped:\n{Output}") : null), limit, $"'{text}' in the output of {process.StartInfo.FileName}:\n{Output}");

    /// <summary>Its threads, with the scheduling policy of each (proc_pid_stat(5), field 41).</summary>
    public IReadOnlyList<(string Name, int Policy)> Threads =>
        [.. Directory.EnumerateDirectories($"/proc/{process.Id}/task").Select(task => File.ReadAllText(Path.Combine(task, "stat"))).Select(stat => (
            stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')],
            int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[38], CultureInfo.InvariantCulture)))];

    /// <summary>Asks it to end, as a service manager does: SIGTERM.</summary>
    public void Terminate()
    {
        const int sigTerm = 15;
        _ = Kill(process.Id, sigTerm);
    }

    /// <summary>The most memory that it had resident so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>As a power cut would: no chance to write anything more.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Kills what it started and lets it end by itself, so that it can write down what it saw.</summary>
    public async Task KillChildAsync()
    {
        using (var child = Process.GetProcessById(ChildId))
        {
            child.Kill();
        }

        await ExitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>SIGTERM, to it or to what it started, and waits for the end.</summary>
    public async Task<int> TerminateAsync(bool isChild, TimeSpan limit)
    {
        var (exitCode, output) = await RunAsync("kill", ["-TERM", (isChild ? ChildId : Id).ToString(CultureInfo.InvariantCulture)], limit);
        Assert.True(exitCode == 0, output);
        return await ExitAsync(limit);
    }

    private int ChildId =>
        int.Parse(File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Split(' ')[0], CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (writing)
            {
                output.AppendLine(line);
            }
        }
    }
}
