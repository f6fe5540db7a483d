using System.Collections.Concurrent;

namespace Hub.Expressions.Tests.Test262;

/// <summary>A copy of tc39/test262 on disk: the directories that the subset covers, and the harness files.</summary>
internal sealed class Test262Suite(string folder)
{
    private static readonly string[] Directories =
    [
        "language/expressions", "language/statements", "language/literals", "language/identifiers", "language/types", "language/block-scope", "language/destructuring",
        "language/rest-parameters", "language/white-space", "language/line-terminators", "language/comments", "language/punctuators", "language/asi", "language/keywords",
        "built-ins/Array", "built-ins/String", "built-ins/Object", "built-ins/Number", "built-ins/Boolean", "built-ins/Math", "built-ins/JSON", "built-ins/Map", "built-ins/Set",
        "built-ins/RegExp", "built-ins/Date", "built-ins/parseInt", "built-ins/parseFloat", "built-ins/isNaN", "built-ins/isFinite", "built-ins/encodeURI", "built-ins/encodeURIComponent",
        "built-ins/decodeURI", "built-ins/decodeURIComponent",
    ];

    private readonly ConcurrentDictionary<string, string> harness = [];

    /// <summary>The folder from <c>HUB_TEST262</c>, or null.</summary>
    public static string? FolderFromEnvironment =>
        Environment.GetEnvironmentVariable("HUB_TEST262") is { Length: > 0 } folder && Directory.Exists(Path.Combine(folder, "harness")) ? folder : null;

    /// <summary>Every test with the directory that it counts for. <c>HUB_TEST262_ONLY</c> keeps paths that contain its value.</summary>
    public IEnumerable<(string Directory, Test262Case Test)> Tests()
    {
        var root = Path.Combine(folder, "test");
        var only = Environment.GetEnvironmentVariable("HUB_TEST262_ONLY") ?? string.Empty;
        foreach (var directory in Directories)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(root, directory), "*.js", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var path = Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
                if (!path.Contains("_FIXTURE", StringComparison.Ordinal) && path.Contains(only, StringComparison.Ordinal))
                {
                    yield return (directory, Test262Case.Read(path, File.ReadAllText(file)));
                }
            }
        }
    }

    /// <summary>The script to run: the harness that the test asks for, then the test.</summary>
    public string Script(Test262Case test)
    {
        if (test.IsRaw || test.NegativePhase == "parse")
        {
            return test.Source;
        }

        string[] files = test.IsAsync ? ["assert.js", "sta.js", "doneprintHandle.js", .. test.Includes] : ["assert.js", "sta.js", .. test.Includes];
        return string.Join('\n', [.. files.Distinct().Select(Harness), test.Source]);
    }

    private string Harness(string file) => harness.GetOrAdd(file, name => File.ReadAllText(Path.Combine(folder, "harness", name)));
}
