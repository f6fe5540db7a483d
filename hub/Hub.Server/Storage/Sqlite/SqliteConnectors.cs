using Hub.Server.Connectors;
using Hub.Server.Exchange;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteConnectors(SqliteDatabase database, IUnitOfWorkStore writer) : IConnectorStore
{
    public IReadOnlyList<StoredConnector> List() => database.Read(session => session.Query(
        "SELECT name, manifest, is_paused, seen_at FROM connectors ORDER BY name",
        row => new StoredConnector(row.GetString(0), row.Bytes(1), row.GetBoolean(2), row.TimeOrNull(3))));

    public Task SaveAsync(StoredConnector connector) => writer.CommitAsync([new SaveConnector(connector)], CancellationToken.None);

    public static void Register(ChangeWriters writers)
    {
        writers.On<SaveConnector>((session, change) => _ = session.Execute(
            """
            INSERT INTO connectors (name, tenant, manifest, is_paused, seen_at) VALUES ($1, '*', $2, $3, $4)
            ON CONFLICT (name) DO UPDATE SET manifest = $2, is_paused = $3, seen_at = $4
            """,
            change.Connector.Name,
            change.Connector.Manifest,
            change.Connector.IsPaused ? 1 : 0,
            change.Connector.SeenAt.Stamp()));
    }

    private sealed record SaveConnector(StoredConnector Connector) : IChange;
}
