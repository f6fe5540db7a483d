namespace Hub.Tests;

/// <summary>The public test data, which is not part of the repository: the folder that <c>HUB_TEST_DATA</c> names, or <c>shared/data</c> beside one of the folders above the tests.</summary>
internal static class TestData
{
    /// <summary>The folder of a data set, such as <c>elsa-cases</c>; null when it is not on this machine. Where <c>HUB_TEST_DATA</c> is set, it is looked for there alone.</summary>
    public static string? Find(string set)
    {
        if (Environment.GetEnvironmentVariable("HUB_TEST_DATA") is { Length: > 0 } given)
        {
            return Existing(given);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "shared", "data")) is { } found)
            {
                return found;
            }
        }

        return null;

        string? Existing(string data) => Directory.Exists(Path.Combine(data, set)) ? Path.GetFullPath(Path.Combine(data, set)) : null;
    }

    /// <summary>The folder of a data set that is there: the test that asks has <see cref="FactIfDataAttribute"/> or <see cref="TheoryIfDataAttribute"/>.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not.</exception>
    public static string Folder(string set) => Find(set) ?? throw new DirectoryNotFoundException(ReasonToSkip([set]));

    /// <summary>Why a test that reads these data sets is skipped; null when all are there.</summary>
    public static string? ReasonToSkip(string[] sets)
    {
        var missing = sets.Where(set => Find(set) is null).ToArray();
        return missing.Length == 0 ? null : $"NOT TESTED: {string.Join(", ", missing)} not found. Set HUB_TEST_DATA, or put shared/data beside the repository.";
    }
}
