namespace Hub.Server.Schemas.Members;

/// <summary>Compares what two versions of a schema declare, member by member.</summary>
internal static class MemberComparison
{
    private const int MostChanges = 500;
    private const int MostLevels = 16;

    /// <summary>Every change at a member or below it.</summary>
    /// <param name="path">Where both stand in their documents.</param>
    public static IReadOnlyList<MemberChange> Between(SchemaMember older, SchemaMember newer, IReadOnlyList<string>? path = null)
    {
        var changes = new List<MemberChange>();
        Compare(older, newer, [.. path ?? []], changes, [], isRoot: true);
        return changes;
    }

    /// <summary>What changed at one member itself; nothing about what lies below.</summary>
    public static IEnumerable<MemberChange> At(SchemaMember older, SchemaMember newer, IReadOnlyList<string> path, bool isRoot)
    {
        var place = MemberPath.Of(path);
        if (older.Types.Count > 0)
        {
            var isWider = newer.Types.Count == 0 || newer.Types.Any(type => !Has(older, type));
            var isNarrower = newer.Types.Count > 0 && older.Types.Any(type => !Has(newer, type));
            var isOther = newer.Types.Count > 0 && !newer.Types.Where(type => type != "null").Any(type => Has(older, type)) && !older.Types.Where(type => type != "null").Any(type => Has(newer, type));
            if (isOther)
            {
                yield return new MemberChange(place, MemberChangeKind.OtherType);
            }
            else if (isWider)
            {
                yield return new MemberChange(place, MemberChangeKind.MoreTypes);
            }

            if (!isOther && isNarrower)
            {
                yield return new MemberChange(place, MemberChangeKind.FewerTypes);
            }
        }

        if (!isRoot && older.IsRequired != newer.IsRequired)
        {
            yield return new MemberChange(place, older.IsRequired ? MemberChangeKind.NoLongerRequired : MemberChangeKind.NewlyRequired);
        }

        if (older.Values is { } before)
        {
            if (newer.Values is not { } after || after.Except(before, StringComparer.Ordinal).Any())
            {
                yield return new MemberChange(place, MemberChangeKind.MoreValues);
            }

            if (newer.Values is { } left && before.Except(left, StringComparer.Ordinal).Any())
            {
                yield return new MemberChange(place, MemberChangeKind.FewerValues);
            }
        }
        else if (newer.Values is not null)
        {
            yield return new MemberChange(place, MemberChangeKind.FewerValues);
        }
    }

    /// <summary>The one member of the newer object that was not there before and has the same types and format as the one that is gone.</summary>
    public static string? RenamedTo(SchemaMember olderParent, SchemaMember newerParent, string name, IReadOnlyList<string> parentPath)
    {
        var gone = olderParent.Find(name);
        var alike = newerParent.Names
            .Where(candidate => !olderParent.Names.Contains(candidate))
            .Where(candidate => newerParent.Find(candidate) is { } added && gone is not null && added.Types.SetEquals(gone.Types) && added.Format == gone.Format)
            .Take(2)
            .ToArray();
        return alike is [var one] ? MemberPath.Of([.. parentPath, one]) : null;
    }

    private static void Compare(SchemaMember older, SchemaMember newer, string[] path, List<MemberChange> changes, HashSet<string> above, bool isRoot)
    {
        // A schema that contains itself changes inside as it does outside: once round is enough.
        var here = older.Places.Count > 0 ? $"{older.Places[0].Document}#{older.Places[0].Pointer}" : null;
        if (changes.Count >= MostChanges || path.Length > MostLevels || (here is not null && !above.Add(here)))
        {
            return;
        }

        changes.AddRange(At(older, newer, path, isRoot));
        foreach (var name in older.Names)
        {
            string[] below = [.. path, name];
            if (newer.Find(name) is { } kept)
            {
                Compare(older.Find(name)!, kept, below, changes, above, isRoot: false); // it is one of its names
            }
            else
            {
                changes.Add(new MemberChange(MemberPath.Of(below), MemberChangeKind.Removed, RenamedTo(older, newer, name, path)));
            }
        }

        foreach (var name in newer.Names.Except(older.Names, StringComparer.Ordinal))
        {
            var added = newer.Find(name)!; // it is one of its names
            changes.Add(new MemberChange(MemberPath.Of([.. path, name]), added.IsRequired ? MemberChangeKind.NewlyRequired : MemberChangeKind.Added));
        }

        if (older.Find("[]") is { } items && newer.Find("[]") is { } newItems)
        {
            Compare(items, newItems, [.. path, "[]"], changes, above, isRoot: true);
        }

        if (here is not null)
        {
            above.Remove(here);
        }
    }

    private static bool Has(SchemaMember member, string type) => member.Types.Count == 0 || member.Types.Contains(type) || (type == "integer" && member.Types.Contains("number"));
}
