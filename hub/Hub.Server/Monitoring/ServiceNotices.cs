using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hub.Server.Monitoring;

/// <summary>
/// Tells systemd how the hub fares, after <c>sd_notify(3)</c>: <c>READY=1</c> once every door is open, <c>STOPPING=1</c> when draining
/// begins, <c>WATCHDOG=1</c> at half the time that <c>WATCHDOG_USEC</c> gives. Without <c>NOTIFY_SOCKET</c>, as outside systemd, it does nothing.
/// </summary>
/// <remarks>
/// The watchdog is fed only while the store is well: one whose disk failed takes nothing more until the hub is started again, and
/// starting it again is what an unfed watchdog makes systemd do. A hub that is merely busy goes on being fed.
/// </remarks>
internal sealed partial class ServiceNotices(IStoreHealth store, TimeProvider clock, ILogger<ServiceNotices> logger) : IHostedLifecycleService, IDisposable
{
    private readonly string? socketPath = Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 } path ? path : null;
    private readonly CancellationTokenSource stopped = new();
    private Task feeding = Task.CompletedTask;

    /// <summary>When every hosted service has started, the web server among them.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (socketPath is not null)
        {
            Tell("READY=1");
            if (WatchdogTime() is { } time)
            {
                feeding = FeedAsync(time / 2, stopped.Token);
            }
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Tell("STOPPING=1");
        return Task.CompletedTask;
    }

    // Fed until everything has drained: an end that takes its time is not a hub that hangs.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await stopped.CancelAsync();
        await feeding;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => stopped.Dispose();

    private async Task FeedAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            do
            {
                if (store.IsHealthy)
                {
                    Tell("WATCHDOG=1");
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The hub has stopped.
        }
    }

    // WATCHDOG_PID names the process that is watched, where it is not simply the service's own.
    private static TimeSpan? WatchdogTime()
    {
        var watched = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        var isMine = string.IsNullOrEmpty(watched) || watched == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isMine && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    private void Tell(string notice)
    {
        if (socketPath is null)
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

            // A path that begins with @ is a name in the abstract namespace, which the system writes with a zero byte.
            socket.SendTo(Encoding.UTF8.GetBytes(notice), new UnixDomainSocketEndPoint(socketPath[0] == '@' ? '\0' + socketPath[1..] : socketPath));
        }
        catch (SocketException error)
        {
            Log.NotTold(logger, notice, error.SocketErrorCode);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9001, LogLevel.Warning, "The service manager could not be told {Notice}: {Reason}. Look at NotifyAccess and the sandbox of the unit.")]
        public static partial void NotTold(ILogger logger, string notice, SocketError reason);
    }
}
