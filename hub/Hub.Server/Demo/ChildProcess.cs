using System.Diagnostics;
using System.Net.Sockets;
using Hub.Server.Web;

namespace Hub.Server.Demo;

/// <summary>A running program of the demo, with its output in a log file.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(15);
    private readonly Process process;
    private readonly StreamWriter log;
    private readonly Lock writing = new();
    private bool closed;

    private ChildProcess(ChildProgram program, Process process, StreamWriter log, string logFile, int starts)
    {
        Starts = starts;
        Program = program;
        this.process = process;
        this.log = log;
        LogFile = logFile;
    }

    public ChildProgram Program { get; }

    public string LogFile { get; }

    public int Id => process.Id;

    /// <summary>How often the program was started: 1 for the first time.</summary>
    public int Starts { get; }

    public bool HasExited => process.HasExited;

    public static ChildProcess Start(ChildProgram program, ProcessStartInfo start, string logFolder, int starts)
    {
        Directory.CreateDirectory(logFolder);
        var logFile = Path.Combine(logFolder, program.Name + ".log");
        var log = new StreamWriter(logFile, append: true) { AutoFlush = true };
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.UseShellExecute = false;
        foreach (var (name, value) in program.Environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var child = new ChildProcess(program, process, log, logFile, starts);
        process.OutputDataReceived += (_, line) => child.Write(line.Data);
        process.ErrorDataReceived += (_, line) => child.Write(line.Data);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            log.Dispose();
            throw new DemoException(new(
                $"Le programme {program.Name} ne démarre pas ({missing.NativeErrorCode}) : {program.File}. Construisez-le par « dotnet build Hub.sln -c Release ».",
                $"The program {program.Name} does not start ({missing.NativeErrorCode}): {program.File}. Build it with \"dotnet build Hub.sln -c Release\"."));
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until the program listens, and answers its readiness route if it has one.</summary>
    public async Task WaitUntilReadyAsync(HttpClient http, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        try
        {
            while (true)
            {
                // Somebody else may have taken the port meanwhile: what answers there counts only while our program lives.
                var isReady = await IsReadyAsync(http, limit.Token);
                if (process.HasExited)
                {
                    throw Failed("s'est arrêté avant d'être prêt", "stopped before it was ready");
                }

                if (isReady)
                {
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"n'est pas prêt après {deadline.TotalSeconds:0} s", $"is not ready after {deadline.TotalSeconds:0} s");
        }
    }

    /// <summary>Asks the program to stop, and kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            if (OperatingSystem.IsWindows() || !Signals.Terminate(process.Id))
            {
                process.Kill(entireProcessTree: true);
            }

            using var limit = new CancellationTokenSource(StopTime);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        process.Dispose();
        lock (writing)
        {
            closed = true;
            log.Dispose();
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        if (Program.Address is not { } address)
        {
            return true;
        }

        try
        {
            if (Program.Ready is { } route)
            {
                using var answer = await http.GetAsync(new Uri(address, route), cancellationToken);
                return answer.IsSuccessStatusCode;
            }

            using var probe = new TcpClient();
            await probe.ConnectAsync(address.Host, address.Port, cancellationToken);
            return true;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or SocketException)
        {
            return false;
        }
    }

    private DemoException Failed(string fr, string en)
    {
        var tail = string.Join('\n', ReadTail());
        return new DemoException(new($"{Program.Name} {fr}. Journal : {LogFile}", $"{Program.Name} {en}. Log: {LogFile}\n{tail}"));
    }

    private IEnumerable<string> ReadTail()
    {
        using var stream = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Where(line => line.Length > 0).TakeLast(15).ToArray();
    }

    private void Write(string? line)
    {
        lock (writing)
        {
            if (line is not null && !closed)
            {
                log.WriteLine(line);
            }
        }
    }
}
