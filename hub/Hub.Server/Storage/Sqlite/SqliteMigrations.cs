using System.Globalization;

namespace Hub.Server.Storage.Sqlite;

/// <summary>Brings a store to this binary's version, one numbered script after the other, forward only.</summary>
internal static class SqliteMigrations
{
    /// <summary>The version of the last script in <c>Migrations/</c>.</summary>
    public const int Latest = 10;

    /// <param name="target">The version to stop at: for tests, which need older stores.</param>
    /// <exception cref="StoreVersionException">A newer hub has written it.</exception>
    public static void Apply(SqliteSession session, int target = Latest)
    {
        var found = session.First("PRAGMA user_version", row => row.GetInt32(0));
        if (found > Latest)
        {
            throw new StoreVersionException(found, Latest);
        }

        for (var version = found + 1; version <= target; version++)
        {
            using var transaction = session.Connection.BeginTransaction();
            using var command = session.Connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = Script(version) + string.Create(CultureInfo.InvariantCulture, $"\nPRAGMA user_version = {version};");
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static string Script(int version)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Hub.Server.Storage.Sqlite.Migrations.{version:0000}.sql");
        using var stream = typeof(SqliteMigrations).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The migration script {name} is not in this binary.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>The store was written by a newer hub; this one would not know what it reads.</summary>
public sealed class StoreVersionException(int found, int known) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"The store has version {found}; this hub knows versions up to {known}. Start the newer hub that wrote it, or restore a backup made before the upgrade."));
