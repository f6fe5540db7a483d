using System.Text.Json;

namespace Hub.Workflows.Comparison;

/// <summary>Finds out which step of one definition is which of the other.</summary>
/// <remarks>
/// 1. By id. 2. Where ids were made anew (a copy, an import elsewhere), by type, name and place, from the outside in: what is alike in every
/// way first, then what has its name, then what has its content, then the only one of its type in that place. 3. By type and name anywhere,
/// where both have one such step. Every rule treats both sides alike, so that a comparison read backwards tells the same.
/// </remarks>
internal static class ActivityMatching
{
    public static void Match(IReadOnlyList<DrawnActivity> before, IReadOnlyList<DrawnActivity> after)
    {
        ByKey(before, after, activity => activity.Id.Length > 0 ? activity.Id : null, onlyWhereUnique: true);
        ByKey(before, after, activity => activity.Id.Length > 0 ? PathOf(activity) : null, onlyWhereUnique: false);
        if (before[0].Match is null && after[0].Match is null)
        {
            Join(before[0], after[0]);
        }

        var open = new Queue<DrawnActivity>(before.Where(activity => activity.Match is not null));
        MatchInside(open);
        ByKey(before, after, activity => activity.Name is { } name ? $"{activity.Type}\n{name}" : null, onlyWhereUnique: true, open);
        MatchInside(open);
    }

    private static void MatchInside(Queue<DrawnActivity> open)
    {
        while (open.TryDequeue(out var parent))
        {
            var (mine, theirs) = (parent.Children, parent.Match!.Children); // only matched ones are in the queue
            if (mine.All(child => child.Match is not null) || theirs.All(child => child.Match is not null))
            {
                continue;
            }

            ByKey(mine, theirs, child => $"{child.Type}\n{child.Name}\n{child.Port}\n{ContentOf(child)}", onlyWhereUnique: false, open);
            ByKey(mine, theirs, child => child.Name is { } name ? $"{child.Type}\n{name}\n{child.Port}" : null, onlyWhereUnique: false, open);
            ByKey(mine, theirs, child => $"{child.Type}\n{child.Port}\n{ContentOf(child)}", onlyWhereUnique: false, open);
            ByKey(mine, theirs, child => $"{child.Type}\n{child.Port}", onlyWhereUnique: true, open);
        }
    }

    // Those of one key are joined in their order; or only where each side has exactly one.
    private static void ByKey(
        IReadOnlyList<DrawnActivity> before, IReadOnlyList<DrawnActivity> after, Func<DrawnActivity, string?> keyOf, bool onlyWhereUnique, Queue<DrawnActivity>? joined = null)
    {
        var free = new Dictionary<string, List<DrawnActivity>>(StringComparer.Ordinal);
        foreach (var activity in after)
        {
            if (activity.Match is null && keyOf(activity) is { } key)
            {
                (free.TryGetValue(key, out var same) ? same : free[key] = []).Add(activity);
            }
        }

        foreach (var group in before.Where(activity => activity.Match is null).GroupBy(keyOf, StringComparer.Ordinal).ToList())
        {
            if (group.Key is null || !free.TryGetValue(group.Key, out var others) || (onlyWhereUnique && (others.Count > 1 || group.Skip(1).Any())))
            {
                continue;
            }

            foreach (var (mine, theirs) in group.Zip(others))
            {
                Join(mine, theirs);
                joined?.Enqueue(mine);
            }
        }
    }

    private static void Join(DrawnActivity mine, DrawnActivity theirs) => (mine.Match, theirs.Match) = (theirs, mine);

    private static string PathOf(DrawnActivity activity)
    {
        var ids = new List<string>();
        for (var at = activity; at is not null; at = at.Parent)
        {
            ids.Add(at.Id);
        }

        return string.Join('\n', ids);
    }

    private static string ContentOf(DrawnActivity activity) => string.Join('\n', activity.Own.Select(member => $"{member.Key.ToUpperInvariant()}={ComparedValue.Canonical(member.Value)}"));
}
