using System.Runtime.InteropServices;
using Hub.Server.Journeys;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteJourneys(SqliteDatabase database) : IJourneyStore
{
    private const string Columns = "j.id, j.tenant, j.request_id, j.procedure, j.channel, j.state, j.hand_over_code, j.created_at, j.updated_at, j.due_at";

    /// <summary>The condition for what has not ended: word for word that of the index <c>journeys_due</c>, so that SQLite sees that it may use it.</summary>
    public static readonly string NotEnded = $"state IN ({string.Join(", ", Enum.GetValues<JourneyState>().Where(state => !state.HasEnded()).Select(state => $"'{state}'"))})";

    private static readonly string Moving = $"UPDATE journeys SET state = $3, updated_at = $4 WHERE id = $1 AND tenant = $2 AND {NotEnded}";

    public Journey? Find(TenantId tenant, JourneyId id) => database.Read(session =>
        session.First($"SELECT {Columns} FROM journeys j WHERE j.id = $1 AND j.tenant = $2", Map, id.Value, tenant.Value) is { } journey
            ? journey with { Keys = Keys(session, id) }
            : null);

    public JourneyId? FindByHandOverCode(TenantId tenant, string code) => database.Read(session => session.First<JourneyId?>(
        $"SELECT id FROM journeys INDEXED BY journeys_code WHERE tenant = $1 AND hand_over_code = $2 AND {NotEnded}",
        row => new JourneyId(row.GetString(0)),
        tenant.Value,
        code));

    public JourneyId? FindByKey(TenantId tenant, JourneyKeyKind kind, string value) => database.Read(session => session.First<JourneyId?>(
        "SELECT journey_id FROM journey_keys WHERE tenant = $1 AND value = $2 AND kind = $3 ORDER BY journey_id DESC LIMIT 1",
        row => new JourneyId(row.GetString(0)),
        tenant.Value,
        value,
        kind.ToString()));

    public JourneyKeys? FindKeys(TenantId tenant, JourneyId id) => database.Read(session =>
        session.First<bool?>("SELECT 1 FROM journeys WHERE id = $1 AND tenant = $2", _ => true, id.Value, tenant.Value) is null
            ? null
            : Keys(session, id));

    public IReadOnlyList<JourneyEvent> Events(TenantId tenant, JourneyId id) => database.Read(session => session.Query(
        "SELECT at, type, system, channel, fr, en FROM journey_events WHERE journey_id = $1 AND tenant = $2 ORDER BY seq",
        row => new JourneyEvent(id, row.Time(0), row.GetString(1), row.GetString(2), row.GetString(3), new(row.GetString(4), row.GetString(5))),
        id.Value,
        tenant.Value));

    public IReadOnlyList<Journey> Search(JourneySearch search) => database.Read(session =>
    {
        var conditions = new List<string> { "j.tenant = $1" };
        var arguments = new List<SqliteArgument> { search.Tenant.Value };
        void Where(string condition, SqliteArgument value)
        {
            if (value.Kind != SqliteArgumentKind.Null)
            {
                arguments.Add(value);
                conditions.Add(condition.Replace("?", $"${arguments.Count}", StringComparison.Ordinal));
            }
        }

        Where(
            """
            j.id IN (
              SELECT ? UNION ALL SELECT journey_id FROM requests WHERE id = ? UNION ALL SELECT id FROM journeys WHERE tenant = $1 AND hand_over_code = ?
              UNION ALL SELECT journey_id FROM journey_keys WHERE tenant = $1 AND value = ?)
            """,
            search.Key);
        Where("j.procedure = ?", search.Procedure);
        Where("j.state = ?", search.State?.ToString());
        Where("j.channel = ?", search.Channel);
        Where("EXISTS (SELECT 1 FROM journey_events e WHERE e.journey_id = j.id AND e.system = ?)", search.Connector);
        Where("j.created_at >= ?", search.From.Stamp());
        Where("j.created_at < ?", search.To.Stamp());
        Where($"j.due_at <= ? AND j.{NotEnded}", search.DueBy.Stamp());
        Where("j.id < ?", search.Before);
        arguments.Add(search.Limit);

        // However many wait for an answer, few are due: SQLite would go through all of them from the newest on.
        var index = search.DueBy is null ? "" : "INDEXED BY journeys_due";
        var sql = $"SELECT {Columns} FROM journeys j {index} WHERE {string.Join(" AND ", conditions)} ORDER BY j.id DESC LIMIT ${arguments.Count}";
        var found = session.Query(sql, Map, CollectionsMarshal.AsSpan(arguments));
        return found.ConvertAll(journey => journey with { Keys = Keys(session, journey.Id) });
    });

    public IReadOnlyDictionary<JourneyState, long> CountByState(TenantId tenant) => database.Read(session => session.Query(
        "SELECT state, COUNT(*) FROM journeys WHERE tenant = $1 GROUP BY state",
        row => KeyValuePair.Create(Enum.Parse<JourneyState>(row.GetString(0)), row.GetInt64(1)),
        tenant.Value)).ToDictionary();

    public IReadOnlyList<(string Procedure, int Moment, long Count)> CountDue(IReadOnlyList<DateTimeOffset> moments) => database.Read(session =>
    {
        var cases = string.Concat(moments.Select((_, index) => $" WHEN due_at <= ${index + 1} THEN {index}"));

        // From one local authority that has something due to the next: what none of them has due is not gone through.
        var due = $"FROM journeys INDEXED BY journeys_due WHERE due_at IS NOT NULL AND {NotEnded}";
        return session.Query(
            $"""
            WITH RECURSIVE authorities (tenant) AS (
              SELECT MIN(tenant) {due}
              UNION ALL SELECT (SELECT MIN(tenant) {due} AND tenant > authorities.tenant) FROM authorities WHERE authorities.tenant IS NOT NULL)
            SELECT procedure, CASE{cases} END AS moment, COUNT(*)
            FROM authorities CROSS JOIN journeys j INDEXED BY journeys_due
            WHERE j.tenant = authorities.tenant AND due_at <= ${moments.Count} AND {NotEnded}
            GROUP BY procedure, moment ORDER BY procedure, moment
            """,
            row => (row.GetString(0), row.GetInt32(1), row.GetInt64(2)),
            [.. moments.Select(moment => (SqliteArgument)moment.Stamp())]);
    });

    public static void Register(ChangeWriters writers)
    {
        writers.On<StartJourney>((session, change) =>
        {
            var journey = change.Journey;
            session.Execute(
                "INSERT INTO journeys (id, tenant, request_id, procedure, channel, state, hand_over_code, created_at, updated_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                journey.Id.Value,
                journey.Tenant.Value,
                journey.RequestId,
                journey.Procedure,
                journey.Channel,
                journey.State.ToString(),
                journey.HandOverCode,
                journey.CreatedAt.Stamp(),
                journey.UpdatedAt.Stamp(),
                journey.DueAt.Stamp());
        });
        // What still runs when a journey has been ended, such as a child nobody waits for, neither opens it again nor ends it otherwise; a retry of what had failed does.
        writers.On<MoveJourney>((session, change) => _ = session.Execute(
            Moving,
            change.JourneyId.Value,
            change.Tenant.Value,
            change.State.ToString(),
            change.At.Stamp()));
        writers.On<AddJourneyKey>((session, change) => _ = session.Execute(
            "INSERT INTO journey_keys (tenant, value, journey_id, kind, system, name) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            change.Tenant.Value,
            change.Value,
            change.JourneyId.Value,
            change.Kind.ToString(),
            change.System,
            change.Name));
        writers.On<AppendJourneyEvent>((session, change) => _ = session.Execute(
            """
            INSERT INTO journey_events (journey_id, seq, tenant, at, type, system, channel, fr, en)
            SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM journey_events WHERE journey_id = $1
            """,
            change.Event.JourneyId.Value,
            change.Tenant.Value,
            change.Event.At.Stamp(),
            change.Event.Type,
            change.Event.System,
            change.Event.Channel,
            change.Event.Summary.Fr,
            change.Event.Summary.En));
    }

    private static Journey Map(SqliteRow row) => new()
    {
        Id = new(row.GetString(0)),
        Tenant = new(row.GetString(1)),
        RequestId = row.GetString(2),
        Procedure = row.GetString(3),
        Channel = row.GetString(4),
        State = Enum.Parse<JourneyState>(row.GetString(5)),
        HandOverCode = row.GetString(6),
        CreatedAt = row.Time(7),
        UpdatedAt = row.Time(8),
        DueAt = row.TimeOrNull(9),
    };

    private static JourneyKeys Keys(SqliteSession session, JourneyId id)
    {
        var keys = JourneyKeys.None;
        var documents = new List<string>();
        var references = new List<JourneyReference>();
        var rows = session.Query(
            "SELECT kind, system, name, value FROM journey_keys WHERE journey_id = $1",
            row => (Kind: row.GetString(0), System: row.GetString(1), Name: row.GetString(2), Value: row.GetString(3)),
            id.Value);
        foreach (var (kind, system, name, value) in rows)
        {
            switch (kind)
            {
                case nameof(JourneyKeyKind.Identity):
                    keys = keys with { Identity = value };
                    break;
                case nameof(JourneyKeyKind.Case):
                    keys = keys with { Case = value };
                    break;
                case nameof(JourneyKeyKind.Payment):
                    keys = keys with { Payment = value };
                    break;
                case nameof(JourneyKeyKind.Appointment):
                    keys = keys with { Appointment = value };
                    break;
                case nameof(JourneyKeyKind.Document):
                    documents.Add(value);
                    break;
                case nameof(JourneyKeyKind.Reference):
                    references.Add(new(system, name, value));
                    break;
            }
        }

        return keys with { Documents = documents, References = references };
    }
}
