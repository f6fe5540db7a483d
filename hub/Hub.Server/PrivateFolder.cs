namespace Hub.Server;

/// <summary>Folders that only the hub's own user may look into: they hold citizens' data and the server's secret.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the folder with mode 0700; one that is there already keeps the mode that its owner gave it.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (Directory.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent)
        {
            DurableFolder.Sync(parent);
        }
    }
}
