namespace Hub.Benchmarks;

/// <summary>Where the published hub and the repository's folders lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The hub's binary as it is shipped: <c>./bench.sh</c> publishes it.</summary>
    public static string Hub { get; } = Path.Combine(Root, ".hub", "publish", "Hub", "app", "hub");

    /// <summary>This project's folder.</summary>
    public static string Benchmarks { get; } = Path.Combine(Root, "tests", "Hub.Benchmarks");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Hub.sln above {AppContext.BaseDirectory}: run ./bench.sh from the repository.");
    }
}
