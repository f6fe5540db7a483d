namespace Hub.Connectors.FranceConnect;

/// <summary>Files that only the connector's own user may read.</summary>
internal static class PrivateFile
{
    /// <summary>Replaces a file as a whole: it is written aside, flushed to the disk and renamed, so that a kill leaves the old or the new, never half.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        var aside = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(aside, options))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}
