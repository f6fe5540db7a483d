using System.Globalization;

namespace Hub.Server;

/// <summary>
/// Holds the data folder for one hub: the embedded store has one writer, and a second hub on the same folder must not start.
/// The operating system lets go of it when the process ends, however it ends.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private const string FileName = "hub.lock";

    private readonly FileStream file;

    private DataFolderLock(FileStream file) => this.file = file;

    /// <exception cref="IOException">Another hub holds the folder.</exception>
    public static DataFolderLock Take(string dataFolder)
    {
        PrivateFolder.Create(dataFolder);
        var path = Path.Combine(dataFolder, FileName);
        try
        {
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error)
        {
            throw new IOException($"another hub already uses the data folder {dataFolder}. The embedded store takes one hub: stop the other one, or give this one another folder with HUB__DATA.", error);
        }
    }

    /// <summary>
    /// The process that holds the folder; null when none does or the system does not say (only Linux does, for processes that the
    /// asker may look into). Asking takes no lock, so that it never stands in the way of a hub that starts.
    /// </summary>
    public static int? HolderOf(string dataFolder)
    {
        const string kernelLocks = "/proc/locks";
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path) || !File.Exists(kernelLocks))
        {
            return null;
        }

        // "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF"
        foreach (var words in File.ReadLines(kernelLocks).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words is [_, "FLOCK", _, "WRITE", var number, ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && process > 0 && HasOpen(process, path))
            {
                return process;
            }
        }

        return null;
    }

    public void Dispose() => file.Dispose();

    private static bool HasOpen(int process, string path)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(descriptor => new FileInfo(descriptor).LinkTarget == path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or belongs to somebody else.
            return false;
        }
    }
}
