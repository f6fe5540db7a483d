using Hub.Server.Exchange;
using Hub.Server.Storage;
using Hub.Server.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Server.Tests.Storage;

/// <summary>A real store in a folder of its own that is gone afterwards.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-store-");

    public TestStore()
    {
        Database = new SqliteDatabase(folder.FullName);
        Writer = new SqliteWriter(Database, StorageServices.AllWriters(), NullLogger<SqliteWriter>.Instance);
    }

    public string Folder => folder.FullName;

    public SqliteDatabase Database { get; private set; }

    public SqliteWriter Writer { get; private set; }

    public Task<CommitResult> CommitAsync(params IChange[] changes) => Writer.CommitAsync(changes, CancellationToken.None);

    /// <summary>Closes and opens it again, as a restart does.</summary>
    public void Reopen()
    {
        Writer.Dispose();
        Database.Dispose();
        Database = new SqliteDatabase(folder.FullName);
        Writer = new SqliteWriter(Database, StorageServices.AllWriters(), NullLogger<SqliteWriter>.Instance);
    }

    public void Dispose()
    {
        Writer.Dispose();
        Database.Dispose();
        folder.Delete(recursive: true);
    }
}
