using System.Text.RegularExpressions;

namespace Hub.Expressions.Tests.Test262;

/// <summary>One file of test262: its text and what its front matter says about how to run it.</summary>
internal sealed partial record Test262Case(string Path, string Source, IReadOnlySet<string> Flags, IReadOnlyList<string> Features, IReadOnlyList<string> Includes, string? NegativePhase, string? NegativeType)
{
    public bool IsAsync => Flags.Contains("async");

    public bool IsRaw => Flags.Contains("raw");

    /// <summary>Reads a test; <paramref name="path"/> is relative to the suite's <c>test</c> folder, with slashes.</summary>
    public static Test262Case Read(string path, string source)
    {
        var start = source.IndexOf("/*---", StringComparison.Ordinal);
        var end = source.IndexOf("---*/", StringComparison.Ordinal);
        if (start < 0 || end < start)
        {
            throw new InvalidDataException($"{path} has no front matter between /*--- and ---*/.");
        }

        var front = source[(start + 5)..end].ReplaceLineEndings("\n");
        var negative = Negative().Match(front);
        return new Test262Case(
            path,
            source,
            List(front, "flags").ToHashSet(StringComparer.Ordinal),
            List(front, "features"),
            List(front, "includes"),
            negative.Success ? negative.Groups["phase"].Value : null,
            negative.Success ? negative.Groups["type"].Value : null);
    }

    /// <summary>A list in either form: <c>key: [a, b]</c>, or a line <c>- a</c> for each.</summary>
    private static string[] List(string front, string key)
    {
        var match = Regex.Match(front, $@"^{key}:[ ]*(\[(?<row>[^\]]*)\]|(?<lines>(\n[ ]+-[^\n]*)+))", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        var (text, separator) = match.Groups["row"].Success ? (match.Groups["row"].Value, ',') : (match.Groups["lines"].Value, '\n');
        return [.. text.Split(separator).Select(static each => each.Trim().TrimStart('-').Trim()).Where(static each => each.Length > 0)];
    }

    [GeneratedRegex(@"^negative:\s*(\n[ ]+(phase:[ ]*(?<phase>\w+)|type:[ ]*(?<type>\w+)|esid:.*))+", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Negative();
}
