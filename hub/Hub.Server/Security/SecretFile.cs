namespace Hub.Server.Security;

/// <summary>A small file that only its owner may read (mode 0600), made once and never half written.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static byte[] ReadOrCreate(string path, Func<byte[]> make)
    {
        if (!File.Exists(path))
        {
            Create(path, make());
        }

        return File.ReadAllBytes(path);
    }

    private static void Create(string path, byte[] content)
    {
        // The server and a command may both be first: each writes a file of its own and the first rename wins.
        var mine = $"{path}.{Guid.NewGuid():N}";
        Write(mine, content);
        try
        {
            File.Move(mine, path, overwrite: false);
            SyncName(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(mine);
        }
    }

    /// <summary>Replaces a file in one step, durable before the old content is gone.</summary>
    public static void Replace(string path, byte[] content)
    {
        var mine = $"{path}.{Guid.NewGuid():N}";
        Write(mine, content);
        File.Move(mine, path, overwrite: true);
        SyncName(path);
    }

    private static void SyncName(string path) => DurableFolder.Sync(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");

    private static void Write(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var stream = new FileStream(path, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
