using Hub.Server.Exchange.DeadLetters;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteDeadLetters(SqliteDatabase database) : IDeadLetters
{
    private const string Columns = "id, tenant, kind, system, operation, code, fr, en, pointer, journey_id, outbox_id, attributes, original, attempts, at";

    public DeadLetter? Find(TenantId tenant, string id) => database.Read(session => session.First(
        $"SELECT {Columns} FROM dead_letters WHERE id = $1 AND tenant = $2", Map, id, tenant.Value));

    public IReadOnlyList<DeadLetter> List(DeadLetterFilter filter) => database.Read(session => session.Query(
        $"""
        SELECT {Columns} FROM dead_letters
        WHERE tenant = $1 AND ($2 IS NULL OR system = $2) AND ($3 IS NULL OR operation = $3) AND ($4 IS NULL OR code = $4)
          AND ($5 IS NULL OR id > $5)
        ORDER BY id LIMIT $6
        """,
        Map,
        filter.Tenant.Value,
        filter.System,
        filter.Operation,
        filter.Code,
        filter.After,
        filter.Limit));

    public IReadOnlyList<DeadLetterGroup> Groups(TenantId tenant) => database.Read(session => session.Query(
        "SELECT system, operation, code, COUNT(*), MIN(at), MAX(at) FROM dead_letters WHERE tenant = $1 GROUP BY system, operation, code ORDER BY 4 DESC",
        row => new DeadLetterGroup(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.Time(4), row.Time(5)),
        tenant.Value));

    public static void Register(ChangeWriters writers)
    {
        writers.On<AddDeadLetter>((session, change) =>
        {
            if (!Has(session, change.Letter))
            {
                Insert(session, change.Letter);
            }
        });
        writers.On<RemoveDeadLetter>((session, change) => _ = session.Execute("DELETE FROM dead_letters WHERE id = $1", change.Id));
    }

    public static void Insert(SqliteSession session, DeadLetter letter) => session.Execute(
        $"INSERT INTO dead_letters ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        letter.Id,
        letter.Tenant.Value,
        letter.Kind.ToString(),
        letter.System,
        letter.Operation,
        letter.Code,
        letter.Reason.Fr,
        letter.Reason.En,
        letter.Pointer,
        letter.JourneyId?.Value,
        letter.OutboxId,
        letter.Attributes,
        letter.Original,
        letter.Attempts,
        letter.At.Stamp());

    // A sender that never heard of the refusal, because one of both died, sends the same message again: that is the same dead letter.
    private static bool Has(SqliteSession session, DeadLetter letter) => session.First(
        "SELECT 1 FROM dead_letters WHERE tenant = $1 AND system = $2 AND operation = $3 AND code = $4 AND attributes = $5 AND original = $6 LIMIT 1",
        _ => true,
        letter.Tenant.Value,
        letter.System,
        letter.Operation,
        letter.Code,
        letter.Attributes,
        letter.Original);

    private static DeadLetter Map(SqliteRow row) => new()
    {
        Id = row.GetString(0),
        Tenant = new(row.GetString(1)),
        Kind = Enum.Parse<DeadLetterKind>(row.GetString(2)),
        System = row.GetString(3),
        Operation = row.GetString(4),
        Code = row.GetString(5),
        Reason = new(row.GetString(6), row.GetString(7)),
        Pointer = row.TextOrNull(8),
        JourneyId = row.TextOrNull(9) is { } journeyId ? new JourneyId(journeyId) : null,
        OutboxId = row.TextOrNull(10),
        Attributes = row.Bytes(11),
        Original = row.Bytes(12),
        Attempts = row.GetInt32(13),
        At = row.Time(14),
    };
}
