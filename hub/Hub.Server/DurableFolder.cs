using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Hub.Server;

/// <summary>
/// Makes the names in a folder durable: syncing a file keeps its bytes through a power cut, but the name that leads to them belongs
/// to the folder, and POSIX promises it only once the folder itself was synced. On Windows the file system's journal does it.
/// </summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Returns once every name that was made, changed or removed in the folder before is on disk.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // FileStream opens no folders.
        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (descriptor < 0)
        {
            throw Failure(folder);
        }

        try
        {
            if (Fsync(descriptor) != 0)
            {
                throw Failure(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Creates a folder that is still there after a power cut; every folder above it that was missing too.</summary>
    public static void Create(string folder)
    {
        var made = new Stack<string>();
        for (var missing = Path.GetFullPath(folder); !Directory.Exists(missing) && Path.GetDirectoryName(missing) is { } parent; missing = parent)
        {
            made.Push(parent);
        }

        Directory.CreateDirectory(folder);
        foreach (var parent in made)
        {
            Sync(parent);
        }
    }

    private static IOException Failure(string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"The folder {folder} could not be synced: {new Win32Exception(error).Message}.", error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
