namespace Hub.Workflows.Tests;

/// <summary>Finds public test data: <c>HUB_TEST_DATA</c>, or a <c>shared/data</c> folder beside the repository or above it.</summary>
internal static class TestFolder
{
    public static string? Find(string name)
    {
        if (Environment.GetEnvironmentVariable("HUB_TEST_DATA") is { Length: > 0 } given && Directory.Exists(Path.Combine(given, name)))
        {
            return Path.Combine(given, name);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var beside = Path.Combine(folder.FullName, "shared", "data", name);
            if (Directory.Exists(beside))
            {
                return beside;
            }
        }

        return null;
    }
}
