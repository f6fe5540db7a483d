using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Hub.Server;

/// <summary>
/// Has Linux run the process's threads as batch work (SCHED_BATCH, sched(7)): one that wakes waits until a processor is free instead of
/// interrupting whoever works there. On a busy core the thread that watches the sockets otherwise interrupts a worker for each
/// packet; so it finds many at once. While a processor is idle nothing changes.
/// </summary>
internal static class BatchScheduling
{
    // linux/sched.h
    private const int SchedBatch = 3;

    // errno.h: the thread has ended meanwhile.
    private const int NoSuchThread = 3;

    /// <summary>
    /// To be called while only the runtime has started threads: those that come later inherit it, but one whose priority the runtime has
    /// set hands on what the C library remembers of that moment.
    /// </summary>
    /// <returns>Why the system refuses, in its own words; null when it does not. Nothing is wrong then, it costs processor time.</returns>
    public static string? Ask()
    {
        foreach (var thread in OperatingSystem.IsLinux() ? Directory.GetDirectories("/proc/self/task") : [])
        {
            var priority = 0;
            if (SetScheduler(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), SchedBatch, ref priority) != 0
                && Marshal.GetLastPInvokeError() is not NoSuchThread and var error)
            {
                return new Win32Exception(error).Message;
            }
        }

        return null;
    }

    // struct sched_param begins with the priority, which is 0 for this policy, and the call reads no more of it.
    [DllImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int thread, int policy, ref int priority);
}
