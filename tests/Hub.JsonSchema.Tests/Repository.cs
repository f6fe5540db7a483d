namespace Hub.JsonSchema.Tests;

/// <summary>The repository that these tests belong to.</summary>
internal static class Repository
{
    /// <summary>A folder of this repository, found from the tests' own.</summary>
    public static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
            {
                return Path.Combine(folder.FullName, name);
            }
        }

        throw new DirectoryNotFoundException($"The repository of {AppContext.BaseDirectory} was not found: no folder above holds Hub.sln.");
    }
}
