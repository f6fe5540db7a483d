using System.Diagnostics;
using System.Globalization;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine;

/// <summary>A disk of a few mebibytes, in memory. Only root may mount one, and not everywhere: many containers forbid it to root too.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<string?> Tried = new(Try);

    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Null where a small disk can be mounted, which is tried once.</summary>
    public static string? ReasonItCannotBeMounted => Tried.Value;

    public string Folder { get; }

    public static async Task<SmallDisk> MountAsync(int mebibytes)
    {
        var folder = NewFolder();
        var (exitCode, output) = await RunningProgram.RunAsync("mount", Arguments(mebibytes, folder), Patience);
        Assert.True(exitCode == 0, output);
        return new SmallDisk(folder);
    }

    public async ValueTask DisposeAsync()
    {
        await RunningProgram.RunAsync("umount", ["-l", Folder], Patience);
        Directory.Delete(Folder);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("hub-small-disk-").FullName;

    private static string[] Arguments(int mebibytes, string folder) => ["-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m"), "tmpfs", folder];

    // While the tests are being listed, where nothing can be awaited.
    private static string? Try()
    {
        if (Environment.UserName != "root")
        {
            return "NOT TESTED: a small disk is mounted for this, which only root may do.";
        }

        var folder = NewFolder();
        var (exitCode, output) = Run("mount", Arguments(1, folder));
        if (exitCode == 0)
        {
            Run("umount", ["-l", folder]);
        }

        Directory.Delete(folder);
        return exitCode == 0 ? null : $"NOT TESTED: this machine does not let root mount a small disk: {output.Trim()}";
    }

    private static (int ExitCode, string Output) Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!; // a new process, never one that is reused
        var output = process.StandardError.ReadToEnd();
        return process.WaitForExit(Patience) ? (process.ExitCode, output) : throw new TimeoutException($"{program} did not end within {Patience}.");
    }
}
