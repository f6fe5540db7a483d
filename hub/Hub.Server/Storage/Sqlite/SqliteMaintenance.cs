namespace Hub.Server.Storage.Sqlite;

/// <summary>What an operator does with the store's file as a whole.</summary>
internal static class SqliteMaintenance
{
    /// <summary>Writes one consistent state into a new file, durable when this returns; writers go on meanwhile.</summary>
    public static void CopyTo(this SqliteDatabase database, string file)
    {
        using (var session = database.OpenWriter())
        {
            session.Execute("VACUUM INTO $1", file);
        }

        // SQLite leaves it to the system when the copy reaches the disk.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The latest identifiers of the tables that are read in the order of theirs.</summary>
    public static IReadOnlyList<string> LatestIds(this SqliteDatabase database) => database.Read(session => session.Query(
        """
        SELECT MAX(id) FROM requests UNION ALL SELECT MAX(id) FROM journeys UNION ALL SELECT MAX(id) FROM instances
        UNION ALL SELECT MAX(id) FROM stimuli UNION ALL SELECT MAX(id) FROM dead_letters UNION ALL SELECT MAX(id) FROM documents
        """,
        row => row.TextOrNull(0) ?? ""));

    /// <summary>The first damage that SQLite finds in the file, or null.</summary>
    public static string? FindDamage(this SqliteDatabase database)
    {
        var found = database.Read(session => session.First("PRAGMA integrity_check(1)", row => row.GetString(0)));
        return found == "ok" ? null : found;
    }
}
