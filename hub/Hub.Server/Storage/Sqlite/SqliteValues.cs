using Microsoft.Data.Sqlite;

namespace Hub.Server.Storage.Sqlite;

/// <summary>How the hub's values are written in SQLite: times as milliseconds, bytes as blobs.</summary>
internal static class SqliteValues
{
    public static long Stamp(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static object? Stamp(this DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Bytes(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
