using Microsoft.Data.Sqlite;

namespace Hub.EndToEnd.Tests.Machine.PowerCut;

/// <summary>The store's files as a power cut left them.</summary>
internal sealed class StoreImage(string folder)
{
    /// <summary>No damage, and everything that was acknowledged: journeys in the store, documents in the store and beside it, whole.</summary>
    public void AssertHolds(IReadOnlyCollection<string> acknowledged, byte[] document)
    {
        using var connection = Open(Path.Combine(folder, "hub.db"));
        Assert.Equal(["ok"], Read(connection, "PRAGMA integrity_check"));
        Assert.Empty(Read(connection, "PRAGMA foreign_key_check"));
        var journeys = Read(connection, "SELECT id FROM journeys").ToHashSet();
        var documents = Read(connection, "SELECT tenant || '/' || id FROM documents");
        var known = documents.Select(path => Path.GetFileName(path)).Concat(journeys).ToHashSet();
        Assert.Empty(acknowledged.Except(known));

        // A request is a journey, its request, its first event and its inbox row, or nothing.
        Assert.Equal(["0"], Read(connection, "SELECT COUNT(*) FROM journeys j WHERE NOT EXISTS (SELECT 1 FROM requests r WHERE r.journey_id = j.id) OR NOT EXISTS (SELECT 1 FROM journey_events e WHERE e.journey_id = j.id)"));
        Assert.Equal(Read(connection, "SELECT COUNT(*) FROM journeys"), Read(connection, "SELECT COUNT(*) FROM inbox WHERE source = 'hub:requests'"));
        Assert.All(documents, path => Assert.Equal(document, File.ReadAllBytes(Path.Combine(folder, "documents", path))));
    }

    /// <summary>The rows of <c>acknowledged</c> in a store of any kind; 0 where it cannot be read.</summary>
    public static int CountRows(string file)
    {
        if (!File.Exists(file))
        {
            return 0;
        }

        try
        {
            using var connection = Open(file);
            return int.Parse(Read(connection, "SELECT COUNT(*) FROM acknowledged")[0], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (SqliteException)
        {
            return 0;
        }
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement stands in this file
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
