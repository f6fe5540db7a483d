namespace Hub.EndToEnd.Tests.Machine.Poison;

/// <summary>Where the public test data lies: <c>HUB_TEST_DATA</c>, or <c>shared/data</c> beside one of the folders above.</summary>
internal static class TestData
{
    public static string? Find(string name) => Candidates().Select(folder => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("HUB_TEST_DATA") is { Length: > 0 } set)
        {
            yield return set;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "data");
            yield return Path.Combine(folder.FullName, "..", "shared", "data");
        }
    }
}

/// <summary>A fact that needs one of the public suites; skipped with its reason where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactIfSuiteAttribute : FactAttribute
{
    public FactIfSuiteAttribute(params string[] suites)
    {
        var missing = suites.Where(suite => TestData.Find(suite) is null).ToArray();
        Skip = missing.Length == 0 ? null : $"NOT TESTED: {string.Join(", ", missing)} not found. Set HUB_TEST_DATA, or put shared/data beside the repository.";
    }
}
