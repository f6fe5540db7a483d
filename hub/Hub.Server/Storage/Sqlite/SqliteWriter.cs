using Hub.Server.Exchange;
using Hub.Server.Web;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hub.Server.Storage.Sqlite;

/// <summary>
/// The one writer, with group commit: units of work that arrive while the disk syncs share the next transaction, so one
/// sync makes many of them durable. A unit that meets a conflict leaves nothing behind and does not disturb its neighbours:
/// its group is written again, each unit in a savepoint of its own. A unit's caller goes on only after the sync.
/// </summary>
internal sealed partial class SqliteWriter : IUnitOfWorkStore, IStoreHealth, IDisposable
{
    // Pages in the log before they are copied into the file: 4 MiB.
    private const int LongLog = 1000;

    // SQLITE_DBSTATUS_CACHE_WRITE.
    private const int CacheWrites = 9;

    private readonly GroupCommitQueue queue = new();
    private readonly SqliteSession session;
    private readonly ChangeWriters writers;
    private readonly ILogger<SqliteWriter> logger;
    private readonly Thread thread;
    private volatile bool failed;
    private int pagesAtCheckpoint;
    private int disposed;

    public SqliteWriter(SqliteDatabase database, ChangeWriters writers, ILogger<SqliteWriter> logger)
    {
        this.writers = writers;
        this.logger = logger;
        session = database.OpenWriter();

        // SQLite's own checkpoint runs inside COMMIT and keeps a failed sync of it to itself; see CheckpointIfLong.
        session.Execute("PRAGMA wal_autocheckpoint = 0");
        if (SqliteDatabase.CountsMemory)
        {
            Log.CountsMemory(logger);
        }

        thread = new Thread(Run) { IsBackground = true, Name = "store-writer" };
        thread.Start();
    }

    /// <summary>False once the disk failed: nothing more is written until the hub is started again.</summary>
    public bool IsHealthy => !failed;

    public int Waiting => queue.Count;

    public Task<CommitResult> CommitAsync(IReadOnlyList<IChange> changes, CancellationToken cancellationToken)
    {
        if (failed)
        {
            return Task.FromException<CommitResult>(DiskFailed(null));
        }

        var unit = new PendingUnit(changes);
        return queue.Add(unit) is { } refusal ? Task.FromException<CommitResult>(refusal) : unit.Done.Task;
    }

    public void Announce() => queue.Announce();

    public void Withdraw() => queue.Withdraw();

    /// <summary>Writes what waits, then stops.</summary>
    public void Dispose()
    {
        // Registered under several names, so the container disposes it several times.
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        queue.Close();
        thread.Join();
        MoveLogIntoFile();
        session.Dispose();
    }

    private void Run()
    {
        var group = new List<PendingUnit>(GroupCommitQueue.MaxGroup);
        while (queue.Take(group))
        {
            WriteGroup(group);
            group.Clear();
            CheckpointIfLong();
        }
    }

    private void WriteGroup(List<PendingUnit> group)
    {
        // Of what waited when the disk failed nothing is tried any more: the failed sync must not be repeated.
        if (failed)
        {
            foreach (var unit in group)
            {
                unit.Done.SetException(DiskFailed(null));
            }

            return;
        }

        try
        {
            FailPoint.Hit("persist.before-begin");
            session.Execute("BEGIN IMMEDIATE");
            if (!WriteTogether(group))
            {
                session.Execute("ROLLBACK");
                session.Execute("BEGIN IMMEDIATE");
                foreach (var unit in group)
                {
                    WriteUnit(unit);
                }
            }

            FailPoint.Hit("persist.before-commit");
            session.Execute("COMMIT");
            FailPoint.Hit("persist.after-commit");
        }
        catch (Exception error)
        {
            RollBack();
            var trouble = Explain(error);
            foreach (var unit in group)
            {
                unit.Done.SetException(trouble);
            }

            return;
        }

        foreach (var unit in group)
        {
            if (unit.Error is null)
            {
                unit.Done.SetResult(unit.Result);
            }
            else
            {
                unit.Done.SetException(unit.Error);
            }
        }
    }

    // Nearly always every unit is written as it is, and savepoints would only cost. False when one was not: then nothing of
    // the transaction may stay.
    private bool WriteTogether(List<PendingUnit> group)
    {
        try
        {
            foreach (var unit in group)
            {
                foreach (var change in unit.Changes)
                {
                    if (writers.Write(session, change) != ChangeResult.Written)
                    {
                        return false;
                    }
                }
            }

            return true;
        }
        catch (Exception error) when (!ConcernsTheStore(error))
        {
            return false;
        }
    }

    private void WriteUnit(PendingUnit unit)
    {
        session.Execute("SAVEPOINT unit");
        var result = ChangeResult.Written;
        try
        {
            foreach (var change in unit.Changes)
            {
                result = writers.Write(session, change);
                if (result != ChangeResult.Written)
                {
                    break;
                }
            }
        }
        catch (Exception error) when (!ConcernsTheStore(error))
        {
            // A mistake in this unit (a broken constraint, a value of the wrong type) is its own caller's affair.
            unit.Error = error;
        }

        if (result != ChangeResult.Written || unit.Error is not null)
        {
            session.Execute("ROLLBACK TO unit");
        }

        session.Execute("RELEASE unit");
        unit.Result = result switch
        {
            ChangeResult.AlreadySeen => CommitResult.AlreadySeen,
            ChangeResult.Stale => CommitResult.Stale,
            _ => CommitResult.Committed,
        };
    }

    // After the callers have their answers, so that no commit waits for it. A checkpoint that could not sync is no reason to lie:
    // the commits stand in the log. But the next one would sync the same files again and might be told that all is well, so it
    // counts as a failed disk.
    private void CheckpointIfLong()
    {
        if (failed || PagesWritten() - pagesAtCheckpoint < LongLog)
        {
            return;
        }

        pagesAtCheckpoint = PagesWritten();
        try
        {
            session.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (Exception error)
        {
            Explain(error);
        }
    }

    // How many pages this connection has written to its log.
    private int PagesWritten()
    {
        raw.sqlite3_db_status(session.Connection.Handle!, CacheWrites, out var pages, out _, 0); // the handle is there while it is open
        return pages;
    }

    // What is committed is safe in the log already; a store that is closed in order is one file and opens at once.
    private void MoveLogIntoFile()
    {
        if (failed)
        {
            return;
        }

        try
        {
            session.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException error)
        {
            Log.NotCheckPointed(logger, error.SqliteErrorCode);
        }
    }

    private static bool ConcernsTheStore(Exception error) =>
        error is OutOfMemoryException or SqliteException { SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOMEM };

    private void RollBack()
    {
        try
        {
            session.Execute("ROLLBACK");
        }
        catch (SqliteException error)
        {
            // SQLite rolls back by itself on some errors; then there is nothing left to roll back.
            Log.RollbackRefused(logger, error.SqliteErrorCode);
        }
        catch (OutOfMemoryException)
        {
            // The next BEGIN is refused while the transaction is open, rolls it back, and the one after it works.
        }
    }

    private StoreUnavailableException Explain(Exception error)
    {
        // The index beside the log also needs room to grow; SQLite has a word of its own for that.
        if (error is SqliteException { SqliteErrorCode: raw.SQLITE_FULL } or SqliteException { SqliteExtendedErrorCode: raw.SQLITE_IOERR_SHMSIZE })
        {
            Log.DiskFull(logger);
            return new StoreUnavailableException(StoreTrouble.Full, "No space is left on the data folder's disk.", error);
        }

        // A command on the machine holds the store for longer than the busy time-out: nothing is lost, the caller tries again.
        if (error is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED })
        {
            return new StoreUnavailableException(StoreTrouble.Overloaded, "Another process holds the store.", error);
        }

        if (error is OutOfMemoryException or SqliteException { SqliteErrorCode: raw.SQLITE_NOMEM })
        {
            return new StoreUnavailableException(StoreTrouble.Overloaded, "The memory that the hub may use is taken.", error);
        }

        // After a failed sync nobody knows what the disk holds, and a second sync of the same file may report success for
        // lost pages: nothing more is written by this process.
        failed = true;
        Log.DiskFailed(logger, error);
        return DiskFailed(error);
    }

    private static StoreUnavailableException DiskFailed(Exception? error) =>
        new(StoreTrouble.Failed, "The store could not be written; the hub must be started again once the disk is in order.", error);

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Error, "The data folder's disk is full; writes are refused until there is space again.")]
        public static partial void DiskFull(ILogger logger);

        [LoggerMessage(8002, LogLevel.Critical, "The store could not be written; nothing more is accepted until the hub is started again.")]
        public static partial void DiskFailed(ILogger logger, Exception error);

        [LoggerMessage(8004, LogLevel.Warning, "The store was closed without moving its log into the file (SQLite error {Code}); the next start reads the log.")]
        public static partial void NotCheckPointed(ILogger logger, int code);

        [LoggerMessage(8005, LogLevel.Information, "SQLite counts the memory it takes: something in this process used it before the hub. It costs a little processor time, nothing else.")]
        public static partial void CountsMemory(ILogger logger);

        [LoggerMessage(8003, LogLevel.Debug, "The roll-back was not needed (SQLite error {Code}).")]
        public static partial void RollbackRefused(ILogger logger, int code);
    }
}
