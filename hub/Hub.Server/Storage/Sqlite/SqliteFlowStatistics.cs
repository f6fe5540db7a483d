using Hub.Server.Journeys;
using Hub.Server.Monitoring;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteFlowStatistics(SqliteDatabase database) : IFlowStatistics
{
    // As the index journey_events_flow lists them, so that SQLite sees that it may use it.
    private const string FlowTypes =
        $"'{JourneyEventTypes.CommandSent}', '{JourneyEventTypes.ReplyReceived}', '{JourneyEventTypes.CitizenNotified}', "
        + $"'{JourneyEventTypes.CommandFailed}', '{JourneyEventTypes.DeadLettered}', '{JourneyEventTypes.EventReceived}'";

    private const string Sent = $"type = '{JourneyEventTypes.CommandSent}'";
    private const string Answered = $"type IN ('{JourneyEventTypes.ReplyReceived}', '{JourneyEventTypes.CitizenNotified}')";
    private const string Failed = $"type IN ('{JourneyEventTypes.CommandFailed}', '{JourneyEventTypes.DeadLettered}')";
    private const string Received = $"type = '{JourneyEventTypes.EventReceived}'";

    public IReadOnlyList<FlowFigures> Flows(TenantId tenant, DateTimeOffset from, DateTimeOffset to) => database.Read(session => session.Query(
        $"""
        SELECT system,
          SUM({Sent}), SUM({Answered}), SUM({Failed}), SUM({Received}),
          MAX(CASE WHEN {Answered} OR {Received} THEN at END), MAX(CASE WHEN {Failed} THEN at END)
        FROM journey_events
        WHERE tenant = $1 AND at >= $2 AND at < $3 AND type IN ({FlowTypes})
        GROUP BY system ORDER BY 2 DESC, system
        """,
        row => new FlowFigures(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.TimeOrNull(5), row.TimeOrNull(6)),
        tenant.Value,
        from.Stamp(),
        to.Stamp()));

    public IReadOnlyList<QualityFigures> Quality(TenantId tenant, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now) => database.Read(session =>
    {
        var groups = session.Query(
            "SELECT procedure, state, channel, COUNT(*) FROM journeys WHERE tenant = $1 AND created_at >= $2 AND created_at < $3 GROUP BY procedure, state, channel",
            row => (Procedure: row.GetString(0), State: row.GetString(1), Channel: row.GetString(2), Count: row.GetInt64(3)),
            tenant.Value,
            from.Stamp(),
            to.Stamp());
        var answers = Answers(session, tenant, from, to, now);
        return groups.GroupBy(group => group.Procedure).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new QualityFigures(
            group.Key,
            group.Sum(part => part.Count),
            group.GroupBy(part => part.State).ToDictionary(part => char.ToLowerInvariant(part.Key[0]) + part.Key[1..], part => part.Sum(count => count.Count)),
            group.GroupBy(part => part.Channel).ToDictionary(part => part.Key, part => part.Sum(count => count.Count)),
            Duration(session, tenant, group.Key, from, to, 0.5),
            Duration(session, tenant, group.Key, from, to, 0.9),
            answers.GetValueOrDefault(group.Key))).ToArray();
    });

    private static Dictionary<string, AnswerFigures> Answers(SqliteSession session, TenantId tenant, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var open = SqliteJourneys.NotEnded;
        return session.Query(
            $"""
            SELECT procedure,
              SUM(NOT {open} AND updated_at < due_at), SUM(NOT {open} AND updated_at >= due_at), SUM({open} AND $4 < due_at), SUM({open} AND $4 >= due_at)
            FROM journeys WHERE tenant = $1 AND created_at >= $2 AND created_at < $3 AND due_at IS NOT NULL GROUP BY procedure
            """,
            row => KeyValuePair.Create(row.GetString(0), new AnswerFigures(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))),
            tenant.Value,
            from.Stamp(),
            to.Stamp(),
            now.Stamp()).ToDictionary();
    }

    // Nearest rank: the smallest duration that at least this share of the ended journeys did not exceed.
    private static double? Duration(SqliteSession session, TenantId tenant, string procedure, DateTimeOffset from, DateTimeOffset to, double share)
    {
        const string ended = "tenant = $1 AND procedure = $2 AND created_at >= $3 AND created_at < $4 AND state NOT IN ('Running', 'Waiting')";
        var count = session.First($"SELECT COUNT(*) FROM journeys WHERE {ended}", row => row.GetInt64(0), tenant.Value, procedure, from.Stamp(), to.Stamp());
        return count == 0 ? null : session.First<double?>(
            $"SELECT (updated_at - created_at) / 1000.0 FROM journeys WHERE {ended} ORDER BY updated_at - created_at LIMIT 1 OFFSET $5",
            row => row.GetDouble(0),
            tenant.Value,
            procedure,
            from.Stamp(),
            to.Stamp(),
            (long)Math.Ceiling(count * share) - 1);
    }
}
