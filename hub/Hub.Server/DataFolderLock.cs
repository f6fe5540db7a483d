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

    public void Dispose() => file.Dispose();
}
