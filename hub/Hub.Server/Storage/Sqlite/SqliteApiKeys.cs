using Hub.Server.Security.ApiKeys;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteApiKeys(SqliteDatabase database) : IApiKeyStore
{
    // Keys are never deleted and a revocation is never taken back, so that the sum only grows.
    public long Version() => database.Read(session => session.First(
        "SELECT (SELECT count(*) + count(revoked_at) FROM api_keys) + (SELECT coalesce(max(number), 0) FROM ended_sessions)",
        row => row.GetInt64(0)));

    public IReadOnlyList<ApiKey> List() => database.Read(session => session.Query(
        "SELECT id, tenant, name, prefix, hash, roles, scopes, connector, created_at, expires_at, revoked_at, used_at FROM api_keys ORDER BY created_at, id",
        Map));

    public IReadOnlyList<string> EndedSessions(DateTimeOffset now) => database.Read(session => session.Query(
        "SELECT session_id FROM ended_sessions WHERE expires_at > $1",
        row => row.GetString(0),
        now.Stamp()));

    public static void Register(ChangeWriters writers)
    {
        writers.On<AddApiKey>((session, change) => _ = session.Execute(
            """
            INSERT INTO api_keys (id, tenant, name, prefix, hash, roles, scopes, connector, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            change.Key.Id,
            change.Key.Tenant,
            change.Key.DisplayName,
            change.Key.Prefix,
            change.Key.Hash,
            string.Join(' ', change.Key.Roles),
            string.Join(' ', change.Key.Scopes),
            change.Key.Connector,
            change.Key.CreatedAt.Stamp(),
            change.Key.ExpiresAt.Stamp()));
        writers.On<RevokeApiKey>((session, change) => _ = session.Execute(
            "UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
            change.Id,
            change.At.Stamp()));
        writers.On<TouchApiKey>((session, change) => _ = session.Execute(
            "UPDATE api_keys SET used_at = $2 WHERE id = $1 AND coalesce(used_at, 0) < $2",
            change.Id,
            change.At.Stamp()));
        writers.On<EndSession>((session, change) => _ = session.Execute(
            "INSERT INTO ended_sessions (session_id, expires_at) VALUES ($1, $2) ON CONFLICT (session_id) DO NOTHING",
            change.SessionId,
            change.ExpiresAt.Stamp()));
    }

    private static ApiKey Map(SqliteRow row) => new()
    {
        Id = row.GetString(0),
        Tenant = row.GetString(1),
        DisplayName = row.GetString(2),
        Prefix = row.GetString(3),
        Hash = row.Bytes(4),
        Roles = Words(row.GetString(5)),
        Scopes = Words(row.GetString(6)),
        Connector = row.TextOrNull(7),
        CreatedAt = row.Time(8),
        ExpiresAt = row.TimeOrNull(9),
        RevokedAt = row.TimeOrNull(10),
        LastUsedAt = row.TimeOrNull(11),
    };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
