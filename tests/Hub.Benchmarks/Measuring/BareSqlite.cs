using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Measuring;

/// <summary>SQLite alone, as durable as the hub keeps it (WAL, synchronous FULL): rows of 300 bytes, some to a commit, one connection.</summary>
internal sealed class BareSqlite : IDisposable
{
    private const int RowBytes = 300;

    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private readonly SqliteParameter id;
    private long last;

    public BareSqlite(string folder)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "bare.db"), Pooling = false }.ToString());
        connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        Execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT");
        insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (id, content) VALUES ($1, $2)";
        id = insert.Parameters.Add("$1", SqliteType.Integer);
        var content = new byte[RowBytes];
        Random.Shared.NextBytes(content);
        insert.Parameters.AddWithValue("$2", content);
        insert.Prepare();
    }

    /// <returns>Rows a second.</returns>
    public double Measure(int rowsPerCommit, TimeSpan duration)
    {
        var rows = 0L;
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < duration)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = 0; i < rowsPerCommit; i++)
            {
                id.Value = ++last;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
            rows += rowsPerCommit;
        }

        return rows / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    public void Dispose()
    {
        insert.Dispose();
        connection.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
