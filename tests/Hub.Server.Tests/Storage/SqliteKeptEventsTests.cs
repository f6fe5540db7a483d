using Hub.Server.Storage.Sqlite;

namespace Hub.Server.Tests.Storage;

/// <summary>What events and bookmarks ask the store while a million of either are there.</summary>
public sealed class SqliteKeptEventsTests : IDisposable
{
    private readonly TestStore store = new();

    public void Dispose() => store.Dispose();

    [Theory]
    [InlineData(SqliteKeptEvents.AnyOfHash, "SEARCH kept_events USING COVERING INDEX kept_events_filter (tenant=? AND hash=?)")]
    [InlineData(SqliteKeptEvents.OldestOfFilter, "SEARCH kept_events USING INDEX kept_events_filter (tenant=? AND hash=? AND correlation_id=? AND instance_id=? AND activity_instance_id=? AND at>?)")]
    [InlineData(SqliteKeptEvents.Until, "SEARCH kept_events USING COVERING INDEX kept_events_at (at<?)")]
    [InlineData(SqliteKeptEvents.Messages, "SEARCH inbox USING PRIMARY KEY (tenant=? AND source=? AND id>? AND id<?)")]
    public void Query_OfKeptEvents_IsOneLookIntoAnIndex(string sql, string plan) => Assert.Equal([plan], PlanOf(sql));

    [Theory]
    [InlineData(false, false, "INDEX bookmarks_hash (hash=? AND tenant=?)")]
    [InlineData(true, false, "INDEX bookmarks_hash (hash=? AND tenant=? AND correlation_id=?)")]
    [InlineData(false, true, "INDEX bookmarks_instance (instance_id=?)")]
    [InlineData(true, true, "INDEX bookmarks_instance (instance_id=?)")]
    public void Awaiting_EachFilter_LooksOnlyWhereItLeads(bool ofCorrelation, bool ofInstance, string index)
    {
        var plan = PlanOf(SqliteKeptEvents.Awaiting(ofCorrelation, ofInstance));

        Assert.EndsWith(index, Assert.Single(plan, step => step.Contains("bookmarks", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private List<string> PlanOf(string sql) => store.Database.Read(session => session.Query("EXPLAIN QUERY PLAN " + sql, row => row.GetString(3)));
}
