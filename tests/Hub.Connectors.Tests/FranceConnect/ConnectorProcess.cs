using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>A program of the connector as a real process, which the test may kill.</summary>
internal sealed class ConnectorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ConnectorProcess(Process process) => _process = process;

    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Starts it and waits for the line of output that says it is ready.</summary>
    public static Task<ConnectorProcess> StartAsync(string binary, string folder, string readyWhen, IReadOnlyDictionary<string, string> environment) =>
        StartAsync("dotnet", [binary], folder, readyWhen, environment);

    public static async Task<ConnectorProcess> StartAsync(
        string program, IReadOnlyList<string> arguments, string folder, string readyWhen, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new ConnectorProcess(new Process { StartInfo = start });
        void Read(string? line)
        {
            if (line is not null)
            {
                started._output.Enqueue(line);
                if (line.Contains(readyWhen, StringComparison.Ordinal))
                {
                    ready.TrySetResult();
                }
            }
        }

        started._process.OutputDataReceived += (_, data) => Read(data.Data);
        started._process.ErrorDataReceived += (_, data) => Read(data.Data);
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            await started.DisposeAsync();
            throw new TimeoutException($"{program} {Path.GetFileName(arguments[0])} was not ready within 60 s. Its output:\n{string.Join('\n', started.Output)}");
        }

        return started;
    }

    /// <summary>Like a power cut: no handler of the process runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
