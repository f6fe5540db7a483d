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

    /// <summary>The version of the store's tables; 0 for a file without any.</summary>
    public static int Version(this SqliteDatabase database) => database.Read(session => session.First("PRAGMA user_version", row => row.GetInt32(0)));

    /// <summary>The latest identifiers of the tables that are read in the order of theirs; a journey's is older than its first instance's.</summary>
    public static IReadOnlyList<string> LatestIds(this SqliteDatabase database) => database.Read(session => session.Query(
        """
        SELECT MAX(id) FROM requests UNION ALL SELECT MAX(id) FROM instances UNION ALL SELECT MAX(id) FROM stimuli
        UNION ALL SELECT MAX(id) FROM dead_letters UNION ALL SELECT MAX(id) FROM documents
        """,
        row => row.TextOrNull(0) ?? ""));

    /// <summary>The first damage that SQLite finds in the file, or null.</summary>
    /// <param name="isQuick">Does not compare indexes with their tables: much quicker on a large store.</param>
    public static string? FindDamage(this SqliteDatabase database, bool isQuick = false)
    {
        var found = database.Read(session => session.First(isQuick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)", row => row.GetString(0)));
        return found == "ok" ? null : found;
    }
}
