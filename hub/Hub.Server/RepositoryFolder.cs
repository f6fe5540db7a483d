namespace Hub.Server;

/// <summary>
/// Finds the folders that ship with the hub from wherever the binary was started: beside a published binary, else upwards from it to
/// <c>Hub.sln</c>.
/// </summary>
internal static class RepositoryFolder
{
    /// <summary>The folder's full path, or null when it is at neither place.</summary>
    public static string? Find(string relativePath)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, relativePath);
        if (Directory.Exists(beside))
        {
            return beside;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
            {
                var path = Path.Combine(folder.FullName, relativePath);
                return Directory.Exists(path) ? path : null;
            }
        }

        return null;
    }
}
