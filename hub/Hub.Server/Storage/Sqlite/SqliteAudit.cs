using Hub.Server.Security.Audit;
using Hub.Server.Web;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteAudit(SqliteDatabase database) : IAuditStore
{
    private const string Columns = "seq, tenant, at, actor, action, subject, outcome, detail, hash";

    public IReadOnlyList<AuditRow> Read(long afterSequence, int limit) => database.Read(session => session.Query(
        $"SELECT {Columns} FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2",
        Map,
        afterSequence,
        limit));

    public AuditRow? Head() => database.Read(session => session.First($"SELECT {Columns} FROM audit ORDER BY seq DESC LIMIT 1", Map));

    // What concerns the hub as a whole ('*') is the affair of whoever runs it, and in no authority's list.
    public IReadOnlyList<AuditRow> Search(AuditSearch search) => database.Read(session => session.Query(
        $"""
        SELECT {Columns} FROM audit
        WHERE (tenant = $1 OR ($9 AND tenant = '*')) AND ($2 IS NULL OR actor = $2) AND ($3 IS NULL OR action = $3) AND ($4 IS NULL OR subject = $4)
          AND ($5 IS NULL OR at >= $5) AND ($6 IS NULL OR at < $6) AND ($7 IS NULL OR seq < $7)
        ORDER BY seq DESC LIMIT $8
        """,
        Map,
        search.Tenant.Value,
        search.Actor,
        search.Action,
        search.Subject,
        search.From.Stamp(),
        search.To.Stamp(),
        search.Before,
        search.Limit,
        search.WithHub));

    public static void Register(ChangeWriters writers) => writers.On<AuditEntry>((session, entry) =>
    {
        // The head is read in the writing transaction: a command on the machine may have appended since.
        var (last, previous) = session.First("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", row => (row.GetInt64(0), row.Bytes(1)));
        previous ??= AuditChain.Genesis.ToArray();
        session.Execute(
            """
            INSERT INTO audit (seq, tenant, at, actor, action, subject, outcome, detail, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            last + 1,
            entry.Tenant,
            entry.At.Stamp(),
            entry.Actor,
            entry.Action,
            entry.Subject,
            entry.Outcome.ToString(),
            entry.Detail,
            AuditChain.Hash(previous, last + 1, entry));
    });

    private static AuditRow Map(SqliteRow row) => new(
        row.GetInt64(0),
        new AuditEntry
        {
            Tenant = row.GetString(1),
            At = TimeOf(row.GetInt64(2)),
            Actor = row.GetString(3),
            Action = row.GetString(4),
            Subject = row.GetString(5),
            Outcome = OutcomeOf(row.GetString(6)),
            Detail = row.GetString(7),
        },
        row.Bytes(8));

    // A row that somebody changed must still read, as something that no hash fits, so that the verifier can name it.
    private static DateTimeOffset TimeOf(long stamp) => DateTimeOffset.FromUnixTimeMilliseconds(
        Math.Clamp(stamp, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private static AuditOutcome OutcomeOf(string text) => text switch
    {
        nameof(AuditOutcome.Succeeded) => AuditOutcome.Succeeded,
        nameof(AuditOutcome.Refused) => AuditOutcome.Refused,
        nameof(AuditOutcome.Failed) => AuditOutcome.Failed,
        _ => (AuditOutcome)(-1),
    };
}
