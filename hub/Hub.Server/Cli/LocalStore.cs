using Hub.Server.Exchange;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Security.Audit;
using Hub.Server.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Server.Cli;

/// <summary>
/// The store as a command on the machine uses it, also while the hub runs: SQLite lets one process after the other write, and the hub
/// notices changed keys by itself.
/// </summary>
internal sealed class LocalStore : IDisposable
{
    private readonly SqliteDatabase database;
    private readonly SqliteWriter writer;

    public LocalStore(HubOptions options, TimeProvider clock)
    {
        var writers = new ChangeWriters();
        SqliteApiKeys.Register(writers);
        SqliteAudit.Register(writers);
        SqliteJourneys.Register(writers);
        database = new SqliteDatabase(options.Data);
        writer = new SqliteWriter(database, writers, NullLogger<SqliteWriter>.Instance);
        Keys = new SqliteApiKeys(database);
        Audit = new SqliteAudit(database);
        Issuer = new ApiKeyIssuer(new ApiKeyRing(Keys, new ServerSecret(options.Data), clock), writer, clock);
    }

    public IApiKeyStore Keys { get; }

    public IAuditStore Audit { get; }

    public ApiKeyIssuer Issuer { get; }

    public IUnitOfWorkStore Writer => writer;

    public SqliteDatabase Database => database;

    /// <summary>Opens the store of a hub that has been started at least once.</summary>
    /// <exception cref="CommandRefusedException">There is none.</exception>
    public static LocalStore OpenExisting(HubOptions options)
    {
        var file = Path.Combine(options.Data, SqliteDatabase.FileName);
        return File.Exists(file)
            ? new LocalStore(options, TimeProvider.System)
            : throw new CommandRefusedException($"there is no store at {file}. Set HUB__DATA to the hub's data folder, or start the hub once: hub serve");
    }

    public void Dispose()
    {
        writer.Dispose();
        database.Dispose();
    }
}
