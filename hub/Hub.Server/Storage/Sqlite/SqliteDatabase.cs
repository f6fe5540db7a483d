using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hub.Server.Storage.Sqlite;

/// <summary>
/// The embedded store's file. WAL with <c>synchronous=FULL</c>: a commit that returned survives a power cut. Readers take
/// sessions from a pool and never wait for the writer.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>The file's name inside the data folder.</summary>
    public const string FileName = "hub.db";

    // More than ever read at the same time on the machines that this store is for; the ones beyond are closed after use.
    private const int MostIdleReaders = 32;

    private readonly ConcurrentBag<SqliteSession> readers = [];
    private readonly string connectionString;

    // Before SQLite is first used. Nobody asks how much memory it holds, and counting it takes a lock for each piece.
    static SqliteDatabase()
    {
        Batteries_V2.Init();
        CountsMemory = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0) != raw.SQLITE_OK;
    }

    /// <summary>Opens the store of a data folder, creates it where there is none, and brings it to this binary's version.</summary>
    /// <exception cref="StoreVersionException">The store was written by a newer hub.</exception>
    public SqliteDatabase(string dataFolder)
    {
        PrivateFolder.Create(dataFolder);
        FilePath = Path.Combine(dataFolder, FileName);
        connectionString = new SqliteConnectionStringBuilder { DataSource = FilePath, Pooling = false }.ToString();
        using var session = OpenWriter();
        SqliteMigrations.Apply(session);
    }

    private SqliteDatabase(string filePath, string connectionString) => (FilePath, this.connectionString) = (filePath, connectionString);

    /// <summary>True where something in this process used SQLite before the hub could set it up. Nothing is wrong then, it costs processor time.</summary>
    public static bool CountsMemory { get; }

    public string FilePath { get; }

    /// <summary>Opens a store to look at it, as it is: nothing is created, brought up to date or written, whatever version it has.</summary>
    public static SqliteDatabase OpenReadOnly(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);

        // Without a write-ahead log the file is the whole store, and SQLite may be told that nothing changes it: else it would leave
        // files of its own beside it. With one, those files are there already.
        var source = File.Exists(path + "-wal") ? path : new Uri(path).AbsoluteUri + "?immutable=1";
        return new SqliteDatabase(path, new SqliteConnectionStringBuilder { DataSource = source, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
    }

    /// <summary>A session for the one writer. Its owner disposes it.</summary>
    public SqliteSession OpenWriter()
    {
        var session = Open();

        // The defaults of a fresh connection are not durable enough: WAL alone would sync at NORMAL.
        session.Execute("PRAGMA journal_mode = WAL");
        session.Execute("PRAGMA synchronous = FULL");
        session.Execute("PRAGMA busy_timeout = 5000");
        session.Execute("PRAGMA temp_store = MEMORY");

        // SQLite looks through the whole table of its cache at the end of a transaction that reordered pages: large enough for the pages
        // that are written again and again, small enough that this costs little. What it does not hold, the system has.
        session.Execute("PRAGMA cache_size = -16384");
        return session;
    }

    /// <summary>Runs a query on a session of its own, seeing all that was committed before.</summary>
    public T Read<T>(Func<SqliteSession, T> query)
    {
        if (!readers.TryTake(out var session))
        {
            session = Open();
            session.Execute("PRAGMA busy_timeout = 5000");
            session.Execute("PRAGMA query_only = 1");
        }

        try
        {
            var result = query(session);
            if (readers.Count < MostIdleReaders)
            {
                readers.Add(session);
            }
            else
            {
                session.Dispose();
            }

            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        while (readers.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private SqliteSession Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return new SqliteSession(connection);
    }
}
