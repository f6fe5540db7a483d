using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Events;

namespace Hub.Server.Storage.Sqlite;

/// <summary>Events that came before anybody waited for them. Adding a bookmark costs one look into an index while none is kept for it, and some more otherwise.</summary>
internal sealed class SqliteKeptEvents(SqliteDatabase database) : IKeptEvents
{
    internal const string AnyOfHash = "SELECT 1 FROM kept_events WHERE tenant = $1 AND hash = $2 LIMIT 1";

    internal const string OldestOfFilter = """
        SELECT rowid, name, payload, at FROM kept_events
        WHERE tenant = $1 AND hash = $2 AND correlation_id IS $3 AND instance_id IS $4 AND activity_instance_id IS $5 AND at > $6
        ORDER BY at, rowid LIMIT 1
        """;

    internal const string Until = "SELECT rowid FROM kept_events WHERE at <= $1 LIMIT $2";

    internal const string Messages = "SELECT substr(id, length($3) + 2) FROM inbox WHERE tenant = $1 AND source = $2 AND id > $3 || '/' AND id < $3 || '0'";

    public IReadOnlyList<string> MessagesOf(TenantId tenant, string source, string eventId) => database.Read(session => session.Query(
        Messages, row => row.GetString(0), tenant.Value, source, eventId)); // '0' follows '/'

    public bool AnyUntil(DateTimeOffset moment) => database.Read(session => session.First<bool?>(Until, _ => true, moment.Stamp(), 1)) is true;

    /// <summary>Whether anybody waits for an event, by the narrowest index: what one instance waits for is little, whatever others wait for.</summary>
    /// <remarks>$1 the hash, $2 the tenant, $3 the correlation, $4 the instance, $5 the bookmarks that do not count.</remarks>
    internal static string Awaiting(bool ofCorrelation, bool ofInstance)
    {
        var lead = ofInstance ? "instance_id = $4 AND +hash = $1 AND +tenant = $2 AND ($3 IS NULL OR correlation_id = $3)"
            : ofCorrelation ? "hash = $1 AND tenant = $2 AND correlation_id = $3 AND $4 IS NULL"
            : "hash = $1 AND tenant = $2 AND $3 IS NULL AND $4 IS NULL";
        return $"SELECT 1 FROM bookmarks WHERE {lead} AND id NOT IN (SELECT value FROM json_each($5)) LIMIT 1";
    }

    public static void Register(ChangeWriters writers)
    {
        writers.On<KeepEvent>((session, change) =>
        {
            var (tenant, filter) = (change.Event.Tenant.Value, change.Event.Filter);
            var isAwaited = session.First<bool?>(
                Awaiting(filter.CorrelationId is not null, filter.InstanceId is not null),
                _ => true,
                change.Event.Hash,
                tenant,
                filter.CorrelationId,
                filter.InstanceId,
                JsonSerializer.Serialize(change.Others));
            if (isAwaited is true)
            {
                return ChangeResult.Stale;
            }

            session.Execute(
                "INSERT INTO kept_events (tenant, hash, name, correlation_id, instance_id, activity_instance_id, payload, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                tenant,
                change.Event.Hash,
                change.Event.Name,
                filter.CorrelationId,
                filter.InstanceId,
                filter.ActivityInstanceId,
                change.Event.Payload,
                change.Event.At.Stamp());
            return ChangeResult.Written;
        });
        writers.On<HandOverKeptEvent>((session, change) =>
        {
            var oldest = Oldest(session, change);
            change.IsHandedOver = oldest is not null;
            if (oldest is not null)
            {
                session.Execute("DELETE FROM kept_events WHERE rowid = $1", oldest.Row);
                writers.Write(session, new AddToOutbox(change.ToOrder(oldest.Event)));
            }
        });
        writers.On<ForgetKeptEvents>((session, change) => _ = session.Execute($"DELETE FROM kept_events WHERE rowid IN ({Until})", change.Until.Stamp(), change.Limit));
    }

    // Each filter that the bookmark meets is one place in the index, whatever else is kept of the same name.
    private static Kept? Oldest(SqliteSession session, HandOverKeptEvent change)
    {
        var bookmark = change.Bookmark;
        if (session.First<bool?>(AnyOfHash, _ => true, bookmark.Tenant.Value, bookmark.Hash) is not true)
        {
            return null;
        }

        var filters =
            from correlationId in new[] { null, bookmark.CorrelationId }.Distinct()
            from instanceId in new[] { null, bookmark.InstanceId }
            from execution in new[] { null, change.Execution }
            select new SignalFilter(correlationId, instanceId, execution);
        return filters.Select(filter => Oldest(session, change, filter)).OfType<Kept>().MinBy(kept => (kept.Event.At, kept.Row));
    }

    private static Kept? Oldest(SqliteSession session, HandOverKeptEvent change, SignalFilter filter)
    {
        var bookmark = change.Bookmark;
        return session.First(
            OldestOfFilter,
            row => new Kept(row.GetInt64(0), new KeptEvent(bookmark.Tenant, row.GetString(1), bookmark.Hash, filter, row.Bytes(2), row.Time(3))),
            bookmark.Tenant.Value,
            bookmark.Hash,
            filter.CorrelationId,
            filter.InstanceId,
            filter.ActivityInstanceId,
            change.KeptAfter.Stamp());
    }

    private sealed record Kept(long Row, KeptEvent Event);
}
