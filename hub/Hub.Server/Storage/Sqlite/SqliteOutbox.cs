using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteOutbox(SqliteDatabase database) : IOutbox
{
    private const string Columns =
        "o.id, o.tenant, o.partition, o.connector, o.operation, o.idempotency_key, o.payload, o.journey_id, o.case_id, o.payment_id, o.channel, o.traceparent, o.created_at, o.attempt";

    public IReadOnlyList<OutboxMessage> Due(string connector, DateTimeOffset now, int limit) => database.Read(session => session.Query(
        $"""
        SELECT {Columns} FROM outbox o
        WHERE o.connector = $1 AND o.is_dead = 0 AND o.next_at <= $2
          AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.connector = o.connector AND e.partition = o.partition AND e.seq < o.seq)
        ORDER BY o.seq LIMIT $3
        """,
        Map,
        connector,
        now.Stamp(),
        limit));

    public DateTimeOffset? NextDue(string connector, DateTimeOffset now) => database.Read(session => session.First(
        """
        SELECT MIN(o.next_at) FROM outbox o
        WHERE o.connector = $1 AND o.is_dead = 0 AND o.next_at > $2
          AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.connector = o.connector AND e.partition = o.partition AND e.seq < o.seq)
        """,
        row => row.TimeOrNull(0),
        connector,
        now.Stamp()));

    public IReadOnlyList<string> ConnectorsWithWork() => database.Read(session => session.Query(
        "SELECT DISTINCT connector FROM outbox WHERE is_dead = 0", row => row.GetString(0)));

    public OutboxMessage? Find(string messageId) => database.Read(session => session.First(
        $"SELECT {Columns} FROM outbox o WHERE o.id = $1", Map, messageId));

    public IReadOnlyList<OutboxMessage> InLine(string connector, string partition, int limit) => database.Read(session => session.Query(
        $"SELECT {Columns} FROM outbox o WHERE o.connector = $1 AND o.partition = $2 AND o.is_dead = 0 ORDER BY o.seq LIMIT $3", Map, connector, partition, limit));

    public IReadOnlyDictionary<string, long> Backlog() => database.Read(session => session.Query(
        "SELECT connector, COUNT(*) FROM outbox WHERE is_dead = 0 GROUP BY connector",
        row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)))).ToDictionary();

    public static void Register(ChangeWriters writers)
    {
        writers.On<AddToOutbox>((session, change) =>
        {
            FailPoint.Hit("outbox.before-insert");
            var message = change.Message;
            session.Execute(
                """
                INSERT INTO outbox (id, tenant, partition, connector, operation, idempotency_key, payload, journey_id, case_id, payment_id, channel, traceparent, created_at, next_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
                """,
                message.Id,
                message.Tenant.Value,
                message.Partition,
                message.Connector,
                message.Operation,
                message.IdempotencyKey,
                message.Payload,
                message.JourneyId?.Value,
                message.CaseId,
                message.PaymentId,
                message.Channel,
                message.TraceParent,
                message.CreatedAt.Stamp());
            FailPoint.Hit("outbox.after-insert");
        });
        writers.On<RemoveFromOutbox>((session, change) =>
        {
            // An answer may come after the hub gave up: then the dead letter has nothing left to replay.
            session.Execute("DELETE FROM outbox WHERE id = $1 AND tenant = $2", change.MessageId, change.Tenant.Value);
            session.Execute("DELETE FROM dead_letters WHERE outbox_id = $1", change.MessageId);
            FailPoint.Hit("outbox.after-remove");
        });
        writers.On<PostponeOutboxMessage>((session, change) => _ = session.Execute(
            "UPDATE outbox SET attempt = $2, next_at = $3 WHERE id = $1", change.MessageId, change.Attempt, change.NextAt.Stamp()));
        writers.On<HastenPostponed>((session, change) => _ = session.Execute(
            "UPDATE outbox SET next_at = MAX($3, next_at - $2) WHERE next_at > $1 AND is_dead = 0",
            change.DueAfter.Stamp(),
            (long)change.By.TotalMilliseconds,
            change.Now.Stamp()));
        writers.On<BuryOutboxMessage>((session, change) =>
        {
            if (session.Execute("UPDATE outbox SET is_dead = 1, attempt = $2 WHERE id = $1", change.Letter.OutboxId, change.Letter.Attempts) == 1)
            {
                SqliteDeadLetters.Insert(session, change.Letter);
            }
        });
        writers.On<ReviveDeadLetter>((session, change) =>
        {
            session.Execute("UPDATE outbox SET is_dead = 0, attempt = 0, next_at = $2 WHERE id = $1", change.Letter.OutboxId, change.At.Stamp());
            session.Execute("DELETE FROM dead_letters WHERE id = $1", change.Letter.Id);
        });
    }

    private static OutboxMessage Map(SqliteRow row) => new()
    {
        Id = row.GetString(0),
        Tenant = new(row.GetString(1)),
        Partition = row.GetString(2),
        Connector = row.GetString(3),
        Operation = row.GetString(4),
        IdempotencyKey = row.GetString(5),
        Payload = row.Bytes(6),
        JourneyId = row.TextOrNull(7) is { } journeyId ? new JourneyId(journeyId) : null,
        CaseId = row.TextOrNull(8),
        PaymentId = row.TextOrNull(9),
        Channel = row.GetString(10),
        TraceParent = row.TextOrNull(11),
        CreatedAt = row.Time(12),
        Attempt = row.GetInt32(13),
    };
}
