using System.Text.Json;

namespace Hub.Workflows.Comparison;

/// <summary>What differs in how steps follow each other: connections, the step that a flowchart begins with, and what comes first.</summary>
internal static class ConnectionChanges
{
    public static void Find(IReadOnlyList<DrawnActivity> before, IReadOnlyList<DrawnActivity> after, List<DefinitionChange> changes)
    {
        var earlier = DrawnConnection.Read(before).DistinctBy(connection => connection.Seen(isLater: false)).ToList();
        var later = DrawnConnection.Read(after).DistinctBy(connection => connection.Seen(isLater: true)).ToList();
        var had = earlier.Select(connection => connection.Seen(isLater: false)).ToHashSet();
        var has = later.Select(connection => connection.Seen(isLater: true)).ToHashSet();
        changes.AddRange(earlier.Where(connection => !has.Contains(connection.Seen(isLater: false))).Select(gone => Change(gone, ChangeKind.Removed)));
        changes.AddRange(later.Where(connection => !had.Contains(connection.Seen(isLater: true))).Select(added => Change(added, ChangeKind.Added)));

        FindWaysOut(earlier.Where(connection => has.Contains(connection.Seen(isLater: false))), later.Where(connection => had.Contains(connection.Seen(isLater: true))), changes);
        foreach (var activity in before.Where(activity => activity.Match is not null))
        {
            FindInside(activity, activity.Match!, earlier, later, changes); // matched, as asked above
        }
    }

    // Several ways that are taken at once are taken in their order.
    private static void FindWaysOut(IEnumerable<DrawnConnection> earlier, IEnumerable<DrawnConnection> later, List<DefinitionChange> changes)
    {
        var now = later.Where(connection => connection.Source is not null).ToLookup(connection => connection.Source!.Match ?? connection.Source!); // not null, as asked before
        foreach (var ways in earlier.Where(connection => connection.Source is not null).GroupBy(connection => connection.Source!))
        {
            var others = now[ways.Key].ToList();
            if (!ways.Select(way => way.Seen(isLater: false)).SequenceEqual(others.Select(way => way.Seen(isLater: true))))
            {
                changes.Add(Order(ways.Key, ways.Select(LabelOf), others.Select(LabelOf), ChangeSentences.WaysOut(ways.Key)));
            }
        }
    }

    private static void FindInside(DrawnActivity mine, DrawnActivity theirs, List<DrawnConnection> earlier, List<DrawnConnection> later, List<DefinitionChange> changes)
    {
        if (mine.IsFlowchart && theirs.IsFlowchart)
        {
            var (from, to) = (StartOf(mine, earlier), StartOf(theirs, later));
            if (from is not null && to is not null && from.Match != to)
            {
                changes.Add(new DefinitionChange
                {
                    Kind = ChangeKind.Changed,
                    Subject = ChangeSubject.Start,
                    ActivityBefore = mine.Compared,
                    ActivityAfter = theirs.Compared,
                    Before = JsonValues.From(from.Label),
                    After = JsonValues.From(to.Label),
                    Text = ChangeSentences.Start(theirs, from, to),
                });
            }

            return;
        }

        foreach (var port in mine.Children.Where(child => child.Match?.Parent == theirs && child.Match.Port == child.Port).GroupBy(child => child.Port))
        {
            var now = port.OrderBy(child => child.Match!.Position).ToList(); // matched, as asked above
            if (!port.OrderBy(child => child.Position).SequenceEqual(now))
            {
                changes.Add(Order(mine, port.Select(child => child.Label), now.Select(child => child.Match!.Label), ChangeSentences.Sequence(theirs)));
            }
        }
    }

    // Where a run begins that no trigger begins elsewhere (contract §4).
    private static DrawnActivity? StartOf(DrawnActivity flowchart, List<DrawnConnection> connections)
    {
        var entered = connections.Where(connection => connection.Flowchart == flowchart && connection.Source is not null).Select(connection => connection.Target).ToHashSet();
        return flowchart.Children.Find(child => child.Type == "Elsa.Start")
            ?? flowchart.Children.Find(CanStart)
            ?? flowchart.Children.Find(child => !entered.Contains(child))
            ?? flowchart.Children.FirstOrDefault();
    }

    private static bool CanStart(DrawnActivity activity) =>
        (activity.Json.Member("customProperties").Member("canStartWorkflow") is var own && own.IsSet() ? own : activity.Json.Member("canStartWorkflow")).ValueKind == JsonValueKind.True;

    private static DefinitionChange Change(DrawnConnection connection, ChangeKind kind)
    {
        var value = JsonValues.Object(("source", JsonValues.From(connection.SourceId)), ("port", JsonValues.From(connection.Port)), ("target", JsonValues.From(connection.TargetId)));
        var source = connection.Source?.Compared ?? new ComparedActivity(connection.SourceId, "", connection.SourceId);
        return new DefinitionChange
        {
            Kind = kind,
            Subject = ChangeSubject.Connection,
            ActivityBefore = kind == ChangeKind.Removed ? source : null,
            ActivityAfter = kind == ChangeKind.Added ? source : null,
            Name = connection.Port,
            Before = kind == ChangeKind.Removed ? value : default,
            After = kind == ChangeKind.Added ? value : default,
            Text = ChangeSentences.Connection(connection, kind),
        };
    }

    private static DefinitionChange Order(DrawnActivity activity, IEnumerable<string> before, IEnumerable<string> after, LocalizedText text) => new()
    {
        Kind = ChangeKind.Changed,
        Subject = ChangeSubject.Order,
        ActivityBefore = activity.Compared,
        ActivityAfter = activity.Match!.Compared, // only of those that both have
        Before = JsonValues.From([.. before]),
        After = JsonValues.From([.. after]),
        Text = text,
    };

    private static string LabelOf(DrawnConnection connection) => $"{connection.Port} → {connection.TargetLabel}";
}
