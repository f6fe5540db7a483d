using System.Runtime.InteropServices;

namespace Hub.Server;

/// <summary>
/// The first SIGTERM or Ctrl-C lets the hub stop in order; the second one ends the process at once, with the exit code that a
/// shell gives to a process killed by that signal. Nothing acknowledged is lost by it: it is on disk already.
/// </summary>
internal sealed partial class Impatience : IDisposable
{
    private readonly ILogger logger;
    private readonly PosixSignalRegistration[] registrations;
    private int signals;

    public Impatience(ILogger logger)
    {
        this.logger = logger;
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take), PosixSignalRegistration.Create(PosixSignal.SIGINT, Take)];
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref signals) == 1)
        {
            return;
        }

        Log.Ending(logger);
        Environment.Exit(128 + (context.Signal == PosixSignal.SIGINT ? 2 : 15));
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Warning, "A second signal: the hub ends at once.")]
        public static partial void Ending(ILogger logger);
    }
}
