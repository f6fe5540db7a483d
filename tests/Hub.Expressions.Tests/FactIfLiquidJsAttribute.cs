namespace Hub.Expressions.Tests;

/// <summary>A test that compares with liquidjs; skipped with the reason where it is not installed.</summary>
internal sealed class FactIfLiquidJsAttribute : FactAttribute
{
    public FactIfLiquidJsAttribute()
    {
        if (NodeProcess.FindOnPath() is null)
        {
            Skip = "NODE ABSENT: Node.js 20 or later is needed; our Liquid was NOT compared with another.";
        }
        else if (Folder is null)
        {
            Skip = "LIQUIDJS ABSENT: run npm ci in tests/Hub.Expressions.Tests/differential; our Liquid was NOT compared with another.";
        }
    }

    /// <summary>The folder with the Node programs and their packages; null when they are not installed.</summary>
    public static string? Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, "tests", "Hub.Expressions.Tests", "differential");
                if (Directory.Exists(Path.Combine(candidate, "node_modules", "liquidjs")))
                {
                    return candidate;
                }
            }

            return null;
        }
    }
}
