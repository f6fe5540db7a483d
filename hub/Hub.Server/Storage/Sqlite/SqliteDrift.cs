using Hub.Server.Exchange;
using Hub.Server.Schemas.Drift;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteDrift(SqliteDatabase database, IUnitOfWorkStore writer) : IDriftStore
{
    public IReadOnlyList<SavedSketch> List() => database.Read(session => session.Query(
        "SELECT urn, sketch, at FROM schema_drift ORDER BY urn", row => new SavedSketch(row.GetString(0), row.Bytes(1), row.Time(2))));

    public Task SaveAsync(IReadOnlyList<SavedSketch> sketches, CancellationToken cancellationToken) =>
        writer.CommitAsync([.. sketches.Select(sketch => new SaveSketch(sketch))], cancellationToken);

    public Task ForgetAsync(string urn, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken) =>
        writer.CommitAsync([new ForgetSketch(urn), .. alongside], cancellationToken);

    public static void Register(ChangeWriters writers)
    {
        writers.On<SaveSketch>((session, change) => _ = session.Execute(
            "INSERT INTO schema_drift (urn, tenant, sketch, at) VALUES ($1, '*', $2, $3) ON CONFLICT (urn) DO UPDATE SET sketch = $2, at = $3",
            change.Sketch.Urn,
            change.Sketch.Json,
            change.Sketch.At.Stamp()));
        writers.On<ForgetSketch>((session, change) => _ = session.Execute("DELETE FROM schema_drift WHERE urn = $1", change.Urn));
    }

    private sealed record SaveSketch(SavedSketch Sketch) : IChange;

    private sealed record ForgetSketch(string Urn) : IChange;
}
