namespace Hub.Server;

/// <summary>Finds the repository's own folders from wherever the binary was started: upwards from the binary to <c>Hub.sln</c>.</summary>
internal static class RepositoryFolder
{
    /// <summary>The folder's full path, or null when the binary does not stand in a repository or the folder is not there.</summary>
    public static string? Find(string relativePath)
    {
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
