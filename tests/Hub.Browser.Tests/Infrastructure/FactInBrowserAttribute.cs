using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.Browser.Tests.Infrastructure;

/// <summary>A fact that needs Chromium and the Studio's files in the built hub; skipped with its reason where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactInBrowserAttribute : FactAttribute
{
    /// <param name="suite">A folder of the public test data that it reads as well; null for none.</param>
    /// <param name="tool">A folder beside these tests whose npm packages it needs as well; null for none.</param>
    /// <param name="isLong">Whether only <c>./test.sh --full</c> runs it.</param>
    public FactInBrowserAttribute(string? suite = null, string? tool = null, bool isLong = false)
    {
        if (Chromium.Path is null)
        {
            Skip = $"NOT TESTED: no browser. Install one (apt-get install chromium), or name one in {Chromium.Variable}.";
        }
        else if (!File.Exists(Path.Combine(Path.GetDirectoryName(Repository.Hub)!, "studio", "index.json"))) // a file has a folder
        {
            Skip = "NOT TESTED: the hub was built without the Studio (npm could not be had). Build it again with npm: dotnet build Hub.sln -c Release";
        }
        else if (suite is not null && TestData.ReasonToSkip([suite]) is { } reason)
        {
            Skip = reason;
        }
        else if (tool is not null && !Directory.Exists(Path.Combine(Repository.Root, "tests", "Hub.Browser.Tests", tool, "node_modules")))
        {
            Skip = $"NOT TESTED: npm packages are missing. Run npm ci in tests/Hub.Browser.Tests/{tool}";
        }
        else if (isLong && Environment.GetEnvironmentVariable("HUB_TEST_FULL") != "1")
        {
            Skip = "NOT TESTED: it takes minutes. Run by ./test.sh --full (HUB_TEST_FULL=1).";
        }
    }
}
