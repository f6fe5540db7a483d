using System.Diagnostics;

namespace Hub.Expressions.Tests;

/// <summary>One Node process that answers a line with a line.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process process;

    public NodeProcess(string program, string folder)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder };
        start.ArgumentList.Add(program);
        start.Environment["TZ"] = "Europe/Paris";
        process = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
    }

    public static string? FindOnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(static folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists);

    /// <summary>Sends all lines and gives the answers in order; both flow at once, so no pipe fills up.</summary>
    public async Task<string[]> AskAsync(IReadOnlyList<string> lines)
    {
        var sending = Task.Run(async () =>
        {
            foreach (var line in lines)
            {
                await process.StandardInput.WriteLineAsync(line);
            }

            await process.StandardInput.FlushAsync();
        });
        var answers = new string[lines.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
                ?? throw new InvalidOperationException($"Node ended after {i} of {answers.Length} answers.");
        }

        await sending.WaitAsync(Patience);
        return answers;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(30)))
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
