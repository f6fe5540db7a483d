namespace Hub.JsonSchema.Tests;

/// <summary>Where the public test data lies: <c>HUB_TEST_DATA</c>, or <c>shared/data</c> beside one of the folders above.</summary>
internal static class TestData
{
    /// <summary>The folder of that name; null when the data is not on this machine.</summary>
    public static string? Find(string name)
    {
        if (Environment.GetEnvironmentVariable("HUB_TEST_DATA") is { Length: > 0 } set)
        {
            return Existing(Path.Combine(set, name));
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if ((Existing(Path.Combine(folder.FullName, "shared", "data", name)) ?? Existing(Path.Combine(folder.FullName, "..", "shared", "data", name))) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>A folder of this repository, found from the tests' own.</summary>
    public static string Repository(string name)
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

    private static string? Existing(string path) => Directory.Exists(path) ? Path.GetFullPath(path) : null;
}
