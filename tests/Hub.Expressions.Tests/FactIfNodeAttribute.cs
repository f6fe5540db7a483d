namespace Hub.Expressions.Tests;

/// <summary>A test that compares with Node; skipped with the reason where it is not installed.</summary>
internal sealed class FactIfNodeAttribute : FactAttribute
{
    public FactIfNodeAttribute()
    {
        if (NodeProcess.FindOnPath() is null)
        {
            Skip = "NODE ABSENT: Node.js 20 or later is needed; our JavaScript was NOT compared with another.";
        }
    }

    /// <summary>The folder with the Node programs.</summary>
    public static string Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, "tests", "Hub.Expressions.Tests", "differential");
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }

            throw new DirectoryNotFoundException("tests/Hub.Expressions.Tests/differential is not above the tests' folder.");
        }
    }
}
