using System.Diagnostics;

namespace Hub.Benchmarks.Sides;

/// <summary>A program that is run to its end for what it prints: wrk, npm, a verb of the hub.</summary>
internal static class ShortProgram
{
    /// <returns>Its standard output.</returns>
    /// <exception cref="BenchmarkRefusedException">It could not be started or ended badly; the message holds what it wrote.</exception>
    public static async Task<string> RunAsync(
        string file,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string folder,
        CancellationToken cancellationToken,
        string? cores = null)
    {
        string[] words = cores is null ? [file, .. arguments] : ["taskset", "-c", cores, file, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!; // never null without UseShellExecute
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? await output : throw new BenchmarkRefusedException($"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}{await errors}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
