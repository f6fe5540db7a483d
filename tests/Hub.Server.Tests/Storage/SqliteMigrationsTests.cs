using Hub.Server.Journeys;
using Hub.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Hub.Server.Tests.Storage;

/// <summary>A store that an earlier version wrote, opened by this one.</summary>
public sealed class SqliteMigrationsTests : IDisposable
{
    private static readonly TenantId Tenant = new("213105554");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-store-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("j1")]
    [InlineData("r1")]
    [InlineData("7KQ4-2MXZ")]
    [InlineData("case-1")]
    public void Open_StoreOfVersion1_FindsTheJourneyByAllItsKeys(string key)
    {
        WriteVersion1();

        using var database = new SqliteDatabase(folder.FullName);
        var journeys = new SqliteJourneys(database);

        var found = Assert.Single(journeys.Search(new JourneySearch(Tenant, Key: key)));
        Assert.Equal(("j1", "r1", JourneyState.Waiting, "case-1"), (found.Id.Value, found.RequestId, found.State, found.Keys.Case));
        Assert.Equal("j1", journeys.FindByHandOverCode(Tenant, "7KQ4-2MXZ")?.Value);
        Assert.Empty(journeys.Search(new JourneySearch(new("200000001"), Key: key)));
        Assert.Equal(SqliteMigrations.Latest, database.Version());
        Assert.Null(database.FindDamage());
    }

    // Each of these is asked for while a million journeys are there.
    [Theory]
    [InlineData("SELECT id FROM journeys WHERE tenant = '1' AND hand_over_code = 'x'", "journeys_code")]
    [InlineData("SELECT id FROM journeys WHERE tenant = '1' ORDER BY id DESC LIMIT 50", "PRIMARY KEY")]
    [InlineData("SELECT id FROM journeys WHERE tenant = '1' AND state = 'Waiting' ORDER BY id DESC LIMIT 50", "journeys_state")]
    [InlineData("SELECT system FROM journey_events WHERE tenant = '1' AND at >= 1 AND at < 2 AND type IN ('connector.command-sent', 'connector.reply-received', 'citizen.notified', 'connector.command-failed', 'connector.dead-lettered', 'connector.event-received')", "journey_events_flow")]
    public void Open_Store_AnswersByAnIndex(string sql, string index)
    {
        using var database = new SqliteDatabase(folder.FullName);

        var plan = database.Read(session => session.Query("EXPLAIN QUERY PLAN " + sql, row => row.GetString(3)));

        Assert.Contains(index, Assert.Single(plan), StringComparison.Ordinal);
    }

    private void WriteVersion1()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, SqliteDatabase.FileName), Pooling = false }.ToString());
        connection.Open();
        using var session = new SqliteSession(connection);
        SqliteMigrations.Apply(session, last: 1);
        session.Execute("INSERT INTO journeys VALUES ('j1', '213105554', 'r1', 'acte', 'web', 'Waiting', '7KQ4-2MXZ', 1, 2)");
        session.Execute("INSERT INTO requests VALUES ('r1', '213105554', 'j1', 'acte', 's/v1', 'web', x'7b7d', 1)");
        session.Execute(
            """
            INSERT INTO journey_keys (tenant, value, journey_id, kind, system, name) VALUES
              ('213105554', '7KQ4-2MXZ', 'j1', 'HandOverCode', 'hub', 'handOverCode'), ('213105554', 'r1', 'j1', 'Request', 'hub', 'requestId'),
              ('213105554', 'j1', 'j1', 'Journey', 'hub', 'journeyId'), ('213105554', 'case-1', 'j1', 'Case', 'crm', 'caseNumber')
            """);
    }
}
