using System.Collections;

namespace Hub.Server.Storage.Sqlite;

/// <summary>
/// Goes through groups of instances (one definition in one state) in the order of creation, as if they were one list: each group's
/// part of <c>instances_list</c> is read in stretches, and the next instance is the first of all groups' next ones.
/// </summary>
internal sealed class InstanceWalk(SqliteSession session, TenantId tenant, IReadOnlyList<(string DefinitionId, string SubStatus)> groups, bool isAscending)
    : IEnumerable<(long CreatedAt, long Row)>
{
    private const int FirstStretch = 16;
    private const int LongestStretch = 1024;

    /// <summary>The first time of creation that belongs to it.</summary>
    public long From { get; init; } = long.MinValue;

    /// <summary>The last one.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Of those created at the bound where the walk begins, only the ones behind this row; null for all of them.</summary>
    public long? Behind { get; init; }

    public IEnumerator<(long CreatedAt, long Row)> GetEnumerator()
    {
        var next = new PriorityQueue<Group, (long, long)>(groups.Count);
        foreach (var (definitionId, subStatus) in groups)
        {
            Enter(next, new Group(definitionId, subStatus)
            {
                From = From,
                To = To,
                Row = Behind ?? (isAscending ? long.MinValue : long.MaxValue),
            });
        }

        while (next.TryDequeue(out var group, out _))
        {
            yield return group.Read[group.Position++];
            Enter(next, group);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Puts the group back at its next instance; leaves it out when it has no more.
    private void Enter(PriorityQueue<Group, (long, long)> next, Group group)
    {
        if (group.Position == group.Read.Count && group.HasMore)
        {
            group.Read = session.Query(
                isAscending ? SqliteInstances.Oldest : SqliteInstances.Newest,
                row => (row.GetInt64(0), row.GetInt64(1)),
                tenant.Value,
                group.DefinitionId,
                group.SubStatus,
                group.From,
                group.To,
                group.Row,
                group.Stretch);
            group.Position = 0;
            group.HasMore = group.Read.Count == group.Stretch;
            group.Stretch = Math.Min(LongestStretch, group.Stretch * 4);
            if (group.Read.Count > 0)
            {
                (var created, group.Row) = group.Read[^1];
                (group.From, group.To) = isAscending ? (created, group.To) : (group.From, created);
            }
        }

        if (group.Position < group.Read.Count)
        {
            var (created, row) = group.Read[group.Position];
            next.Enqueue(group, isAscending ? (created, row) : (-created, -row));
        }
    }

    private sealed class Group(string definitionId, string subStatus)
    {
        public string DefinitionId { get; } = definitionId;

        public string SubStatus { get; } = subStatus;

        public List<(long CreatedAt, long Row)> Read { get; set; } = [];

        public int Position { get; set; }

        public bool HasMore { get; set; } = true;

        public int Stretch { get; set; } = FirstStretch;

        // What is still to be read: from these times on, at the bound behind this row.
        public long From { get; set; }

        public long To { get; set; }

        public long Row { get; set; }
    }
}
