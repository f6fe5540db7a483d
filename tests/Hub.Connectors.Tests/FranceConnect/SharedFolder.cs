namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>Finds the public test data: <c>HUB_TEST_DATA</c>, or a <c>shared/data</c> folder beside the repository.</summary>
internal static class SharedFolder
{
    public static string? Find(string suite)
    {
        var candidates = new List<string>();
        if (Environment.GetEnvironmentVariable("HUB_TEST_DATA") is { Length: > 0 } told)
        {
            candidates.Add(told);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            candidates.Add(Path.Combine(folder.FullName, "shared", "data"));
        }

        return candidates.Select(candidate => Path.Combine(candidate, suite)).FirstOrDefault(Directory.Exists);
    }
}

/// <summary>A test that needs public test data, and says so loudly where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithTestDataAttribute : FactAttribute
{
    public FactWithTestDataAttribute(string suite)
    {
        Suite = suite;
        if (SharedFolder.Find(suite) is null)
        {
            Skip = $"PUBLIC TEST DATA ABSENT: no folder \"{suite}\" under HUB_TEST_DATA or shared/data; this suite was NOT run.";
        }
    }

    public string Suite { get; }
}
