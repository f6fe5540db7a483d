using Hub.Connectors.Sdk.Manifest;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sdk.Journal;

/// <summary>The folder that holds what must survive the process. One process at a time: a second one would answer from half a memory.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    public DataFolder(ConnectorManifest manifest, IOptions<ConnectorOptions> options)
    {
        FullPath = Path.GetFullPath(options.Value.Data.Length > 0 ? options.Value.Data : Path.Combine("data", manifest.Metadata.Name));
        try
        {
            Directory.CreateDirectory(FullPath);
            _lock = PrivateFile.Open(PathOf("lock"), FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The data folder {FullPath} cannot be used: {exception.Message} Is the same connector running already? Otherwise check the rights, or set HUB_CONNECTOR_DATA to another folder.",
                exception);
        }
    }

    public string FullPath { get; }

    public string PathOf(string fileName) => Path.Combine(FullPath, fileName);

    public void Dispose() => _lock.Dispose();
}

/// <summary>Files that only their owner may read: they hold payloads.</summary>
internal static class PrivateFile
{
    public static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
