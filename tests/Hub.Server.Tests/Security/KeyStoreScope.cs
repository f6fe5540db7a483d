using Hub.Server.Exchange;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Security.Audit;
using Hub.Server.Security.Tokens;
using Hub.Server.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Server.Tests.Security;

/// <summary>A real store in a folder of its own, with the parts that make and check keys.</summary>
internal sealed class KeyStoreScope : IDisposable
{
    private readonly SqliteWriter writer;

    public KeyStoreScope()
    {
        var writers = new ChangeWriters();
        SqliteApiKeys.Register(writers);
        SqliteAudit.Register(writers);
        Database = new SqliteDatabase(Folder);
        writer = new SqliteWriter(Database, writers, NullLogger<SqliteWriter>.Instance);
        Keys = new SqliteApiKeys(Database);
        Audit = new SqliteAudit(Database);
        var secret = new ServerSecret(Folder);
        Ring = new ApiKeyRing(Keys, secret, Clock);
        Issuer = new ApiKeyIssuer(Ring, writer, Clock);
        Tokens = new HubTokens(secret, Ring, new IdGenerator(Clock), Clock);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("hub-keys-").FullName;

    public ManualClock Clock { get; } = new();

    public SqliteDatabase Database { get; }

    public IUnitOfWorkStore Writer => writer;

    public IApiKeyStore Keys { get; }

    public IAuditStore Audit { get; }

    public ApiKeyRing Ring { get; }

    public ApiKeyIssuer Issuer { get; }

    public HubTokens Tokens { get; }

    public Task<IssuedKey> IssueAsync(string role = Roles.Integrator, DateTimeOffset? expiresAt = null) =>
        Issuer.IssueAsync(new NewApiKey("test", [role], ApiKey.EveryTenant) { ExpiresAt = expiresAt }, "test", CancellationToken.None);

    public void Dispose()
    {
        writer.Dispose();
        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
