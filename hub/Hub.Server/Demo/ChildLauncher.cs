using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hub.Server.Demo;

/// <summary>Starts programs that cannot outlive the demo: stopped in reverse order at the end, and killed by the system if the demo itself is killed.</summary>
/// <remarks>
/// On Linux each child is started through <c>setpriv --pdeathsig</c> (util-linux). The signal fires when the <em>thread</em> that
/// forked ends, so one thread starts them all and lives as long as this object.
/// </remarks>
internal sealed class ChildLauncher : IAsyncDisposable
{
    private static readonly string? SetPriv = OperatingSystem.IsLinux()
        ? Array.Find(["/usr/bin/setpriv", "/bin/setpriv"], File.Exists)
        : null;

    private readonly BlockingCollection<Action> requests = [];
    private readonly List<ChildProcess> children = [];
    private readonly Thread thread;

    public ChildLauncher()
    {
        thread = new Thread(() =>
        {
            foreach (var start in requests.GetConsumingEnumerable())
            {
                start();
            }
        })
        { IsBackground = true, Name = "child launcher" };
        thread.Start();
    }

    public IReadOnlyList<ChildProcess> Children => children;

    public async Task StartAsync(ChildProgram program, string logFolder) => children.Add(await StartAsync(program, logFolder, starts: 1));

    /// <summary>Starts a program that has ended once more, in its old place.</summary>
    public async Task<ChildProcess> StartAgainAsync(ChildProcess ended, string logFolder)
    {
        await ended.DisposeAsync(); // its log is written to by one at a time
        return children[children.IndexOf(ended)] = await StartAsync(ended.Program, logFolder, ended.Starts + 1);
    }

    public async ValueTask DisposeAsync()
    {
        for (var index = children.Count - 1; index >= 0; index--)
        {
            await children[index].DisposeAsync();
        }

        requests.CompleteAdding();
        thread.Join();
        requests.Dispose();
    }

    private Task<ChildProcess> StartAsync(ChildProgram program, string logFolder, int starts)
    {
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        requests.Add(() =>
        {
            try
            {
                started.SetResult(ChildProcess.Start(program, CommandLine(program), logFolder, starts));
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task;
    }

    private static ProcessStartInfo CommandLine(ChildProgram program)
    {
        var start = SetPriv is null ? new ProcessStartInfo(program.File) : new ProcessStartInfo(SetPriv, ["--pdeathsig", "KILL", "--", program.File]);
        foreach (var argument in program.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
