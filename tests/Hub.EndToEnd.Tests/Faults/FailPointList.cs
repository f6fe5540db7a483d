using System.Text.RegularExpressions;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>The hub's fail points, as its one list has them.</summary>
internal static partial class FailPointList
{
    public static IReadOnlyList<string> All { get; } =
        [.. Entry().Matches(File.ReadAllText(Path.Combine(Repository.Root, "hub", "Hub.Server", "FailPoints.cs"))).Select(entry => entry.Groups[1].Value)];

    [GeneratedRegex("""\["([a-z.-]+)"\] = """, RegexOptions.NonBacktracking)]
    private static partial Regex Entry();
}
