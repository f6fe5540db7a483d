namespace Hub.Server.Storage.Sqlite;

/// <summary>How each kind of change is written. One entry a kind; the folders' own files register theirs.</summary>
internal sealed class ChangeWriters
{
    private readonly Dictionary<Type, Func<SqliteSession, IChange, ChangeResult>> writers = [];

    /// <summary>A change that always succeeds.</summary>
    public void On<T>(Action<SqliteSession, T> write)
        where T : IChange =>
        writers.Add(typeof(T), (session, change) =>
        {
            write(session, (T)change);
            return ChangeResult.Written;
        });

    /// <summary>A change that can meet another's: the whole unit of work is then left unwritten.</summary>
    public void On<T>(Func<SqliteSession, T, ChangeResult> write)
        where T : IChange =>
        writers.Add(typeof(T), (session, change) => write(session, (T)change));

    public ChangeResult Write(SqliteSession session, IChange change) =>
        writers.TryGetValue(change.GetType(), out var write)
            ? write(session, change)
            : throw new InvalidOperationException($"No writer is registered for {change.GetType()}. Add one in Storage/Sqlite.");
}

/// <summary>What became of one change.</summary>
internal enum ChangeResult
{
    Written,
    AlreadySeen,
    Stale,
}
