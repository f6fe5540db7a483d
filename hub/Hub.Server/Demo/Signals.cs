using System.Runtime.InteropServices;

namespace Hub.Server.Demo;

/// <summary>The polite way to stop a process, which .NET does not offer.</summary>
internal static class Signals
{
    private const int SigTerm = 15;

    public static bool Terminate(int processId) => Kill(processId, SigTerm) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
