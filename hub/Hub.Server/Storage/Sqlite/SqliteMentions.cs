using System.Text;
using Hub.Server.Workflows;

namespace Hub.Server.Storage.Sqlite;

/// <summary>
/// Reads every text and blob of every table for identifiers. It knows no table by name, so that a new one cannot be forgotten: what
/// it does not find is nowhere in the store.
/// </summary>
internal sealed class SqliteMentions(SqliteDatabase database) : IStoredMentions
{
    // What IdGenerator makes: 32 hexadecimal digits.
    private const int Length = 32;

    public IReadOnlySet<string> Find(IReadOnlySet<string> ids, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var tables = database.Read(session => session.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", row => row.GetString(0)));
        foreach (var table in tables)
        {
            var columns = database.Read(session => session.Query("SELECT name FROM pragma_table_info($1) WHERE type IN ('TEXT', 'BLOB')", row => row.GetString(0), table));
            if (columns.Count > 0)
            {
                var sql = $"SELECT {string.Join(", ", columns.Select(column => $"\"{column}\""))} FROM \"{table}\"";
                database.Read(session => session.Query(sql, row =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    for (var column = 0; column < columns.Count; column++)
                    {
                        Note(row.Span(column), ids, found);
                    }

                    return (byte)0;
                }));
            }
        }

        return found;
    }

    /// <summary>Notes each identifier that stands anywhere in a text, be it between other digits.</summary>
    internal static void Note(ReadOnlySpan<byte> text, IReadOnlySet<string> ids, HashSet<string> found)
    {
        // Every 32nd byte is enough to look at: where it is no digit, no identifier runs across it.
        for (var end = Length - 1; end < text.Length; end += Length)
        {
            if (!IsDigit(text[end]))
            {
                continue;
            }

            var start = end;
            while (start > 0 && IsDigit(text[start - 1]))
            {
                start--;
            }

            var behind = end + 1;
            while (behind < text.Length && IsDigit(text[behind]))
            {
                behind++;
            }

            for (var place = start; place + Length <= behind; place++)
            {
                var id = Encoding.ASCII.GetString(text.Slice(place, Length));
                if (ids.Contains(id))
                {
                    found.Add(id);
                }
            }

            // Goes on behind the run.
            end = behind - 1;
        }
    }

    private static bool IsDigit(byte letter) => letter is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f');
}
