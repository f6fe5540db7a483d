using Hub.Server.Exchange;
using Hub.Server.Schemas;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteSchemas(SqliteDatabase database, IUnitOfWorkStore writer) : ISchemaStore
{
    public IReadOnlyList<SchemaVersion> List() => database.Read(session => session.Query(
        "SELECT id, version, json FROM schemas ORDER BY id, version", row => new SchemaVersion(row.GetString(0), row.GetString(1), row.Bytes(2))));

    public Task SaveAsync(IReadOnlyList<SchemaVersion> schemas, DateTimeOffset at, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken) =>
        writer.CommitAsync([.. schemas.Select(schema => new SaveSchema(schema, at)), .. alongside], cancellationToken);

    public static void Register(ChangeWriters writers) =>
        writers.On<SaveSchema>((session, change) => _ = session.Execute(
            "INSERT INTO schemas (id, version, tenant, json, at) VALUES ($1, $2, '*', $3, $4)",
            change.Schema.Id,
            change.Schema.Version,
            change.Schema.Json,
            change.At.Stamp()));

    private sealed record SaveSchema(SchemaVersion Schema, DateTimeOffset At) : IChange;
}
