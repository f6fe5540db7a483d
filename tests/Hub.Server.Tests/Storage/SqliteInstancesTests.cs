using Hub.Server.Storage.Sqlite;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.Storage;

/// <summary>Lists of instances against a plain list in memory, and the way that SQLite takes to them.</summary>
public sealed class SqliteInstancesTests : IDisposable
{
    private static readonly TenantId Tenant = new("213105554");
    private static readonly TenantId Other = new("200000008");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly TestStore store = new();

    public void Dispose() => store.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task List_RandomInstancesAndSearches_FindsWhatAPlainLookWouldFind(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 400).Select(i => Row(i, random)).ToArray();
        await store.CommitAsync([.. rows.Select(row => new SaveInstance(row))]);
        var directory = new SqliteInstances(store.Database);

        for (var round = 0; round < 200; round++)
        {
            var search = Search(random);
            var expected = Expected(rows, search);

            var page = directory.List(search);

            Assert.Equal(expected.Length, page.Total);
            Assert.Equal(expected.Skip(search.Skip).Take(search.Take).Select(row => row.Id), page.Items.Select(item => item.Id));
            Assert.False(page.IsWindow);
        }
    }

    [Fact]
    public async Task List_AfterInstancesMoved_FollowsTheirStates()
    {
        var row = Row(0, new Random(1)) with { Tenant = Tenant, Status = "Running", SubStatus = "Suspended", CorrelationId = "before", JourneyId = null };
        await store.CommitAsync(new SaveInstance(row));
        await store.CommitAsync(new SaveInstance(row with { Revision = 2, Status = "Finished", SubStatus = "Faulted", CorrelationId = "after", Incidents = 1, UpdatedAt = Start.AddDays(1) }));
        var directory = new SqliteInstances(store.Database);

        string[] Find(InstanceSearch search) => [.. directory.List(search).Items.Select(item => item.SubStatus)];
        var all = new InstanceSearch(Tenant, 0, 10);

        Assert.Empty(Find(all with { SubStatuses = InstanceStates.Running }));
        Assert.Equal(["Faulted"], Find(all with { SubStatuses = InstanceStates.Finished }));
        Assert.Equal(["Faulted"], Find(all with { CorrelationId = "after" }));
        Assert.Empty(Find(all with { CorrelationId = "before" }));
        Assert.Equal(["Faulted"], Find(all with { HasIncidents = true }));
    }

    [Fact]
    public async Task Places_InStretches_NameEachOnce()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 300).Select(i => Row(i, random) with { Tenant = Tenant }).ToArray();
        await store.CommitAsync([.. rows.Select(row => new SaveInstance(row))]);
        var directory = new SqliteInstances(store.Database);
        var found = new List<string>();

        InstancePlace? after = null;
        while (directory.Places(Tenant, null, InstanceStates.Running, after, 17) is { Count: > 0 } places)
        {
            found.AddRange(places.Select(place => place.Id));
            after = places[^1];
        }

        Assert.Equal(rows.Where(row => row.Status == "Running").OrderBy(row => row.CreatedAt).Select(row => row.Id), found);
    }

    // Each of these is asked for while a million instances are there.
    [Theory]
    [InlineData(SqliteInstances.Definitions, "instances_list")]
    [InlineData(SqliteInstances.Newest, "instances_list (tenant=? AND definition_id=? AND sub_status=? AND created_at")]
    [InlineData(SqliteInstances.Oldest, "instances_list (tenant=? AND definition_id=? AND sub_status=? AND created_at")]
    [InlineData(SqliteInstances.CountOfGroup, "instances_list (tenant=? AND definition_id=? AND sub_status=? AND created_at")]
    [InlineData(SqliteInstances.OfCorrelation, "instances_correlation")]
    [InlineData(SqliteInstances.OfParent, "instances_parent")]
    [InlineData(SqliteInstances.ChildrenOf, "instances_parent")]
    [InlineData(SqliteInstances.WithIncidents, "instances_incidents")]
    [InlineData("SELECT id FROM instances WHERE rowid IN (SELECT value FROM json_each($1))", "INTEGER PRIMARY KEY")]
    [InlineData("SELECT records FROM bursts WHERE instance_id = $1 AND revision > $2 AND tenant = $3 ORDER BY revision LIMIT $4", "sqlite_autoindex_bursts")]
    public void Query_OfAList_GoesThroughItsIndexAndSortsNothing(string sql, string index)
    {
        var plan = store.Database.Read(session => session.Query("EXPLAIN QUERY PLAN " + sql, row => row.GetString(3)));

        Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN instances", StringComparison.Ordinal) || step.StartsWith("SCAN bursts", StringComparison.Ordinal));
        if (sql != SqliteInstances.ChildrenOf)
        {
            Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        }
    }

    // An update that names an indexed column writes the index's pages anew even when the value stays: the log would grow by them.
    [Fact]
    public async Task Save_OfTheSameState_WritesNoPageOfTheListsIndex()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 50).Select(i => Row(i, random) with { Tenant = Tenant, Status = "Running", SubStatus = "Suspended", Incidents = 0, CorrelationId = $"c{i}", JourneyId = null }).ToArray();
        await store.CommitAsync([.. rows.Select(row => new SaveInstance(row))]);
        var log = new FileInfo(store.Database.FilePath + "-wal");

        async Task<long> Grows(SaveInstance change)
        {
            log.Refresh();
            var before = log.Length;
            await store.CommitAsync(change);
            log.Refresh();
            return log.Length - before;
        }

        var same = await Grows(new SaveInstance(rows[10] with { Revision = 2 }, StandsAsBefore: true));
        var moved = await Grows(new SaveInstance(rows[10] with { Revision = 3, Status = "Finished", SubStatus = "Finished" }));

        Assert.True(same > 0 && moved > same, $"{same} bytes for the same state, {moved} for another one.");
    }

    // The row is not written where the store holds something else: an old status must never stay silently.
    [Theory]
    [InlineData("Finished", "Suspended", "c")]
    [InlineData("Running", "Executing", "c")]
    [InlineData("Running", "Suspended", "d")]
    [InlineData("Running", "Suspended", null)]
    public async Task Save_ToldThatItStandsAsBeforeWhenItDoesNot_IsStale(string status, string subStatus, string? correlationId)
    {
        var row = Row(1, new Random(4)) with { Tenant = Tenant, Status = "Running", SubStatus = "Suspended", CorrelationId = "c" };
        await store.CommitAsync(new SaveInstance(row));

        var result = await store.CommitAsync(new SaveInstance(row with { Revision = 2, Status = status, SubStatus = subStatus, CorrelationId = correlationId }, StandsAsBefore: true));

        Assert.Equal(CommitResult.Stale, result);
        Assert.Equal(1, new SqliteWorkflows(store.Database).FindInstance(row.Id)?.Revision);
    }

    private static StoredInstance Row(int number, Random random)
    {
        var subStatus = Pick(random, "Suspended", "Suspended", "Finished", "Finished", "Faulted", "Cancelled");
        var hasEnded = subStatus != "Suspended";

        // Many in the same millisecond: their order is that of their rows.
        var created = Start.AddMilliseconds(number / 3);
        var journey = random.Next(3) == 0 ? new JourneyId($"j{random.Next(50)}") : (JourneyId?)null;
        return new()
        {
            Id = $"i{number:0000}",
            Tenant = random.Next(5) == 0 ? Other : Tenant,
            Partition = $"i{number:0000}",
            JourneyId = journey,
            ParentId = random.Next(6) == 0 ? $"i{random.Next(20):0000}" : null,
            DefinitionId = $"d{random.Next(6)}",
            VersionId = $"v{random.Next(6)}",
            Version = 1 + random.Next(3),
            CorrelationId = random.Next(2) == 0 ? journey?.Value : $"c{random.Next(40)}",
            Name = random.Next(2) == 0 ? null : $"Dossier {random.Next(30)}",
            Status = hasEnded ? "Finished" : "Running",
            SubStatus = subStatus,
            Incidents = subStatus == "Faulted" || random.Next(20) == 0 ? 1 + random.Next(2) : 0,
            Revision = 1,
            CreatedAt = created,
            UpdatedAt = created.AddSeconds(random.Next(1000)),
            FinishedAt = hasEnded ? created.AddSeconds(random.Next(1000)) : null,
            State = "{}"u8.ToArray(),
        };
    }

    private static InstanceSearch Search(Random random)
    {
        bool Sometimes() => random.Next(4) == 0;
        var at = Start.AddMilliseconds(random.Next(140));
        return new InstanceSearch(Tenant, Pick(random, 0, 0, 7, 30), Pick(random, 5, 20, 1000))
        {
            DefinitionIds = Sometimes() ? [$"d{random.Next(7)}", $"d{random.Next(7)}"] : null,
            SubStatuses = Sometimes() ? Pick<IReadOnlyCollection<string>>(random, InstanceStates.Running, InstanceStates.Finished, ["Faulted"], []) : null,
            Version = random.Next(8) == 0 ? 2 : null,
            CorrelationId = random.Next(8) == 0 ? Pick(random, $"c{random.Next(40)}", $"j{random.Next(50)}") : null,
            ParentId = random.Next(10) == 0 ? $"i{random.Next(20):0000}" : null,
            HasIncidents = random.Next(8) == 0 ? random.Next(2) == 0 : null,
            Name = random.Next(10) == 0 ? "dossier 1" : null,
            SearchTerm = random.Next(8) == 0 ? Pick(random, "DOSSIER 2", "i00", "c1", "d3", "nothing") : null,
            Ids = random.Next(12) == 0 ? ["i0001", "i0002", "i0300", "none"] : null,
            Times = Sometimes()
                ? [new(Pick(random, InstanceTime.Created, InstanceTime.Created, InstanceTime.Updated, InstanceTime.Finished), Sometimes() ? null : at, Sometimes() ? null : at.AddMilliseconds(60), random.Next(6) == 0)]
                : [],
            Sort = Pick(random, InstanceSort.Created, InstanceSort.Created, InstanceSort.Updated, InstanceSort.Finished, InstanceSort.Name),
            IsAscending = random.Next(2) == 0,
        };
    }

    private static StoredInstance[] Expected(StoredInstance[] rows, InstanceSearch search)
    {
        bool Has(string? text, string part) => text?.Contains(part, StringComparison.Ordinal) == true;
        var found = rows.Select((row, place) => (Row: row, Place: place)).Where(pair => pair.Row is var row
            && row.Tenant == search.Tenant
            && search.DefinitionIds?.Contains(row.DefinitionId) != false
            && search.SubStatuses?.Contains(row.SubStatus) != false
            && (search.Version is null || row.Version == search.Version)
            && (search.CorrelationId is null || row.CorrelationId == search.CorrelationId)
            && (search.ParentId is null || row.ParentId == search.ParentId)
            && (search.HasIncidents is null || (row.Incidents > 0) == search.HasIncidents)
            && (search.Name is null || row.Name?.Contains(search.Name, StringComparison.OrdinalIgnoreCase) == true)
            && (search.SearchTerm is not { } term || row.Name?.Contains(term, StringComparison.OrdinalIgnoreCase) == true || Has(row.Id, term) || Has(row.CorrelationId, term) || Has(row.DefinitionId, term) || Has(row.VersionId, term))
            && search.Ids?.Contains(row.Id) != false
            && search.Times.All(bound => Holds(bound, row)));
        Comparison<(StoredInstance Row, int Place)> compare = (one, other) =>
        {
            var first = search.Sort switch
            {
                InstanceSort.Updated => one.Row.UpdatedAt.CompareTo(other.Row.UpdatedAt),
                InstanceSort.Finished => Nullable.Compare(one.Row.FinishedAt, other.Row.FinishedAt),
                InstanceSort.Name => string.CompareOrdinal(one.Row.Name, other.Row.Name),
                _ => 0,
            };
            var then = first != 0 ? first : one.Row.CreatedAt != other.Row.CreatedAt ? one.Row.CreatedAt.CompareTo(other.Row.CreatedAt) : one.Place.CompareTo(other.Place);
            return search.IsAscending ? then : -then;
        };
        return [.. found.Order(Comparer<(StoredInstance Row, int Place)>.Create(compare)).Select(pair => pair.Row)];
    }

    private static bool Holds(InstanceTimeBound bound, StoredInstance row)
    {
        var time = bound.Time switch { InstanceTime.Created => row.CreatedAt, InstanceTime.Updated => row.UpdatedAt, _ => row.FinishedAt };
        return time is { } at && ((bound.From is null || at >= bound.From) && (bound.Before is null || at < bound.Before)) != bound.IsOutside;
    }

    private static T Pick<T>(Random random, params T[] from) => from[random.Next(from.Length)];
}
