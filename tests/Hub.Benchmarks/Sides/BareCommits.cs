using Hub.Server;
using Hub.Server.Storage.Sqlite;

namespace Hub.Benchmarks.Sides;

/// <summary>
/// The least that a durable commit asks for on SQLite: one writer, as durable as the hub's, that puts one row for each commit at the end
/// of one table; commits that come while the disk syncs share the next transaction.
/// </summary>
internal sealed class BareCommits : IDisposable
{
    private readonly GroupCommitQueue queue = new();
    private readonly SqliteDatabase database;
    private readonly SqliteSession session;
    private readonly Thread thread;

    /// <param name="folder">An empty folder for the store.</param>
    public BareCommits(string folder)
    {
        database = new SqliteDatabase(folder);
        session = database.OpenWriter();
        session.Execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT");
        thread = new Thread(Run) { IsBackground = true };
        thread.Start();
    }

    /// <summary>Returns once the row is on the disk.</summary>
    public Task KeepAsync(byte[] content)
    {
        var unit = new PendingUnit([new Kept(content)]);
        return queue.Add(unit) is { } refusal ? Task.FromException(refusal) : unit.Done.Task;
    }

    public void Dispose()
    {
        queue.Close();
        thread.Join();
        session.Dispose();
        database.Dispose();
    }

    private void Run()
    {
        var group = new List<PendingUnit>();
        while (queue.Take(group))
        {
            session.Execute("BEGIN IMMEDIATE");
            foreach (var change in group.SelectMany(unit => unit.Changes).Cast<Kept>())
            {
                session.Execute("INSERT INTO kept (content) VALUES ($1)", change.Content);
            }

            session.Execute("COMMIT");
            foreach (var unit in group)
            {
                unit.Done.SetResult(CommitResult.Committed);
            }

            group.Clear();
        }
    }

    private sealed record Kept(byte[] Content) : IChange;
}
