using Hub.Server.Journeys;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Workflows;
using Microsoft.Data.Sqlite;

namespace Hub.Server.Tests.Storage;

/// <summary>Stores as earlier versions of the hub left them, opened by this one.</summary>
public sealed class SqliteMigrationsTests : IDisposable
{
    private static readonly TenantId Tenant = new("213105554");

    private readonly string folder = Directory.CreateTempSubdirectory("hub-migrations-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<int> EarlierVersions => [.. Enumerable.Range(1, SqliteMigrations.Latest - 1)];

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public void Open_StoreOfAnEarlierVersion_IsBroughtUpToDateWithAllItsRows(int version)
    {
        using (var old = OpenAt(version))
        {
            Fill(old);
        }

        using var database = new SqliteDatabase(folder);
        var workflows = new SqliteWorkflows(database);

        Assert.Equal(SqliteMigrations.Latest, database.Version());
        Assert.Equal("ok", database.Read(session => session.First("PRAGMA integrity_check", row => row.GetString(0))));
        Assert.Equal(["i3", "i2", "i1"], workflows.WaitingForConnectorsSince(Tenant, DateTimeOffset.UnixEpoch.AddDays(1), null, 10).Select(instance => instance.Id));
        Assert.Equal(["i2", "i1"], workflows.WaitingForConnectorsSince(Tenant, DateTimeOffset.UnixEpoch.AddDays(1), "i3", 10).Select(instance => instance.Id));
        Assert.Equal(6, database.Read(session => session.First("SELECT COUNT(*) FROM bookmarks", row => row.GetInt64(0))));
    }

    [Theory]
    [InlineData("j1")]
    [InlineData("r1")]
    [InlineData("7KQ4-2MXZ")]
    [InlineData("case-1")]
    public void Open_StoreOfTheFirstVersion_FindsAJourneyByAllItsKeys(string key)
    {
        using (var old = OpenAt(1))
        {
            FillJourney(old);
        }

        using var database = new SqliteDatabase(folder);
        var journeys = new SqliteJourneys(database);

        var found = Assert.Single(journeys.Search(new JourneySearch(Tenant, Key: key)));
        Assert.Equal(("j1", "r1", JourneyState.Waiting, "case-1"), (found.Id.Value, found.RequestId, found.State, found.Keys.Case));
        Assert.Equal("j1", journeys.FindByHandOverCode(Tenant, "7KQ4-2MXZ")?.Value);
        Assert.Empty(journeys.Search(new JourneySearch(new("200000001"), Key: key)));
    }

    // Each of these is asked for while a million journeys are there.
    [Theory]
    [InlineData("SELECT id FROM journeys WHERE tenant = '1' AND hand_over_code = 'x'", "journeys_code")]
    [InlineData("SELECT id FROM journeys WHERE tenant = '1' ORDER BY id DESC LIMIT 50", "PRIMARY KEY")]
    [InlineData("SELECT id FROM journeys WHERE tenant = '1' AND state = 'Waiting' ORDER BY id DESC LIMIT 50", "journeys_state")]
    [InlineData("SELECT system FROM journey_events WHERE tenant = '1' AND at >= 1 AND at < 2 AND type IN ('connector.command-sent', 'connector.reply-received', 'citizen.notified', 'connector.command-failed', 'connector.dead-lettered', 'connector.event-received')", "journey_events_flow")]
    public void Query_OfAListOrASearch_GoesThroughAnIndex(string sql, string index)
    {
        using var database = new SqliteDatabase(folder);

        var plan = database.Read(session => session.Query("EXPLAIN QUERY PLAN " + sql, row => row.GetString(3)));

        Assert.Contains(index, Assert.Single(plan), StringComparison.Ordinal);
    }

    // A restored hub asks this at each look at its incidents, among as many bookmarks as there are open journeys.
    [Fact]
    public void WaitingForConnectorsSince_QueryPlan_ReadsNoBookmarkOfAnotherName()
    {
        using var database = new SqliteDatabase(folder);

        var plan = database.Read(session => session.Query(
            "EXPLAIN QUERY PLAN " + SqliteWorkflows.InstancesWaitingForConnectors, row => row.GetString(3), Tenant.Value, 0, (string?)null, 10));

        Assert.Contains(plan, step => step.StartsWith("SEARCH bookmarks", StringComparison.Ordinal) && step.EndsWith("INDEX bookmarks_connector_event (tenant=?)", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    // A million instances may wait for the same event: one of them is found by what the sender knows of it.
    [Theory]
    [InlineData(false, false, false, "INDEX bookmarks_hash (hash=? AND tenant=?)")]
    [InlineData(false, true, false, "INDEX bookmarks_hash (hash=? AND tenant=? AND correlation_id=?)")]
    [InlineData(true, false, false, "INDEX bookmarks_instance (instance_id=?)")]
    [InlineData(true, true, false, "INDEX bookmarks_instance (instance_id=?)")]
    [InlineData(false, false, true, "INDEX bookmarks_instance (instance_id=?)")]
    [InlineData(false, true, true, "INDEX bookmarks_instance (instance_id=?)")]
    public void BookmarksWaiting_QueryPlan_ReadsOnlyThoseOfTheFilter(bool ofJourney, bool ofCorrelation, bool ofInstance, string index)
    {
        using var database = new SqliteDatabase(folder);

        var plan = database.Read(session => session.Query(
            "EXPLAIN QUERY PLAN " + SqliteWorkflows.BookmarksWaiting(ofJourney, ofCorrelation, ofInstance), row => row.GetString(3), "hash", Tenant.Value, "j", "c", "i"));

        Assert.Contains(plan, step => step.StartsWith("SEARCH bookmarks", StringComparison.Ordinal) && step.EndsWith(index, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    private SqliteSession OpenAt(int version)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, SqliteDatabase.FileName), Pooling = false }.ToString());
        connection.Open();
        var session = new SqliteSession(connection);
        SqliteMigrations.Apply(session, version);
        return session;
    }

    private static void Fill(SqliteSession old)
    {
        foreach (var id in new[] { "i1", "i2", "i3" })
        {
            old.Execute(
                """
                INSERT INTO instances (id, tenant, partition, definition_id, version_id, version, status, sub_status, incidents, revision, created_at, updated_at, state)
                VALUES ($1, $2, $1, 'd', 'v', 1, 'Running', 'Suspended', 0, 1, 0, 0, x'7b7d')
                """,
                id,
                Tenant.Value);
            foreach (var name in new[] { StimulusNames.ConnectorEvent, StimulusNames.Timeout })
            {
                old.Execute("INSERT INTO bookmarks (id, tenant, instance_id, partition, name, hash) VALUES ($1, $2, $3, $3, $4, $1)", $"{id}-{name}", Tenant.Value, id, name);
            }
        }
    }

    private static void FillJourney(SqliteSession old)
    {
        old.Execute("INSERT INTO journeys VALUES ('j1', '213105554', 'r1', 'acte', 'web', 'Waiting', '7KQ4-2MXZ', 1, 2)");
        old.Execute("INSERT INTO requests VALUES ('r1', '213105554', 'j1', 'acte', 's/v1', 'web', x'7b7d', 1)");
        old.Execute(
            """
            INSERT INTO journey_keys (tenant, value, journey_id, kind, system, name) VALUES
              ('213105554', '7KQ4-2MXZ', 'j1', 'HandOverCode', 'hub', 'handOverCode'), ('213105554', 'r1', 'j1', 'Request', 'hub', 'requestId'),
              ('213105554', 'j1', 'j1', 'Journey', 'hub', 'journeyId'), ('213105554', 'case-1', 'j1', 'Case', 'crm', 'caseNumber')
            """);
    }
}
