namespace Hub.Workflows.Comparison;

/// <summary>Counts what was only moved on the canvas.</summary>
internal static class LayoutDifference
{
    public static int Count(IReadOnlyList<DrawnActivity> before, IReadOnlyList<DrawnActivity> after)
    {
        var boxes = before.Count(activity => activity.Match is { } other && !ComparedValue.Same(activity.Designer, other.Designer));
        var later = DrawnConnection.Read(after).GroupBy(connection => connection.Seen(isLater: true)).ToDictionary(group => group.Key, group => group.First());
        var lines = DrawnConnection.Read(before).DistinctBy(connection => connection.Seen(isLater: false))
            .Count(connection => later.TryGetValue(connection.Seen(isLater: false), out var other) && !ComparedValue.Same(connection.Vertices, other.Vertices));
        return boxes + lines;
    }
}
