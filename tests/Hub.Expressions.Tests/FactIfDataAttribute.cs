namespace Hub.Expressions.Tests;

/// <summary>A test that reads a public data set; skipped with the reason where it is not there.</summary>
internal sealed class FactIfDataAttribute : FactAttribute
{
    public FactIfDataAttribute(string set)
    {
        if (Folder is null || !Directory.Exists(Path.Combine(Folder, set)))
        {
            Skip = $"DATA ABSENT: '{set}' is neither in HUB_TEST_DATA nor in shared/data beside the repository.";
        }
    }

    /// <summary>The folder of the data sets: <c>HUB_TEST_DATA</c>, or <c>shared/data</c> beside one of the folders above.</summary>
    public static string? Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("HUB_TEST_DATA") is { Length: > 0 } given)
            {
                return given;
            }

            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, "shared", "data");
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }

            return null;
        }
    }
}
