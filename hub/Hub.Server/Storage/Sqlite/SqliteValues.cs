namespace Hub.Server.Storage.Sqlite;

/// <summary>How the hub's times are written in SQLite: as milliseconds since 1970-01-01 UTC.</summary>
internal static class SqliteValues
{
    public static long Stamp(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? Stamp(this DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
