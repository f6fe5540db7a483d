using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hub.Server.Storage.Sqlite;

/// <summary>
/// One connection with its prepared statements. Not for two threads at once. Statements are bound and stepped through SQLite's own
/// calls: a command object would box every argument and build a reader for every insert.
/// </summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Prepared> statements = [];
    private byte[] utf8 = new byte[1024];

    public SqliteConnection Connection { get; } = connection;

    /// <summary>
    /// Runs a statement and returns how many rows an INSERT, UPDATE or DELETE changed. Parameters are $1, $2, … in order.
    /// </summary>
    /// <exception cref="SqliteException">SQLite refused it; the statement can be run again.</exception>
    public int Execute(string sql, params ReadOnlySpan<SqliteArgument> arguments)
    {
        var statement = Bind(sql, arguments);
        try
        {
            while (Step(statement))
            {
                // A PRAGMA answers with a row that nobody asked for.
            }

            return raw.sqlite3_changes(Connection.Handle);
        }
        finally
        {
            Release(statement);
        }
    }

    /// <inheritdoc cref="Execute"/>
    public List<T> Query<T>(string sql, Func<SqliteRow, T> map, params ReadOnlySpan<SqliteArgument> arguments)
    {
        var statement = Bind(sql, arguments);
        try
        {
            var rows = new List<T>();
            while (Step(statement))
            {
                rows.Add(map(new SqliteRow(statement)));
            }

            return rows;
        }
        finally
        {
            Release(statement);
        }
    }

    /// <summary>The first row, or the default when there is none.</summary>
    public T? First<T>(string sql, Func<SqliteRow, T> map, params ReadOnlySpan<SqliteArgument> arguments)
    {
        var statement = Bind(sql, arguments);
        try
        {
            return Step(statement) ? map(new SqliteRow(statement)) : default;
        }
        finally
        {
            Release(statement);
        }
    }

    public void Dispose()
    {
        foreach (var prepared in statements.Values)
        {
            prepared.Statement.Dispose();
        }

        Connection.Dispose();
    }

    private sqlite3_stmt Bind(string sql, ReadOnlySpan<SqliteArgument> arguments)
    {
        if (!statements.TryGetValue(sql, out var prepared))
        {
            statements.Add(sql, prepared = Prepare(sql, arguments.Length));
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            Check(Bind(prepared.Statement, prepared.Places[i], arguments[i]));
        }

        return prepared.Statement;
    }

    // SQLite counts $3 as a name and gives it the place where it first stands.
    private Prepared Prepare(string sql, int arguments)
    {
        Check(raw.sqlite3_prepare_v2(Connection.Handle, sql, out var statement));
        var places = new int[arguments];
        for (var i = 0; i < arguments; i++)
        {
            places[i] = raw.sqlite3_bind_parameter_index(statement, string.Create(CultureInfo.InvariantCulture, $"${i + 1}"));
        }

        return new(statement, places);
    }

    private int Bind(sqlite3_stmt statement, int index, in SqliteArgument argument) => argument.Kind switch
    {
        SqliteArgumentKind.Integer => raw.sqlite3_bind_int64(statement, index, argument.Integer),
        SqliteArgumentKind.Text => raw.sqlite3_bind_text(statement, index, Utf8(argument.Text)),

        // An empty blob is a blob, not NULL, which is what SQLite makes of a null pointer.
        SqliteArgumentKind.Blob => argument.Blob.IsEmpty
            ? raw.sqlite3_bind_zeroblob(statement, index, 0)
            : raw.sqlite3_bind_blob(statement, index, argument.Blob.Span),
        _ => raw.sqlite3_bind_null(statement, index),
    };

    private ReadOnlySpan<byte> Utf8(string text)
    {
        var needed = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (utf8.Length < needed)
        {
            utf8 = new byte[needed];
        }

        return utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8));
    }

    private bool Step(sqlite3_stmt statement)
    {
        switch (raw.sqlite3_step(statement))
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                return false;
            case var code:
                SqliteException.ThrowExceptionForRC(code, Connection.Handle);
                return false;
        }
    }

    // Bindings are dropped too: a payload must not stay in memory until the statement's next use.
    private static void Release(sqlite3_stmt statement)
    {
        _ = raw.sqlite3_reset(statement); // repeats the error of the last step, which is known
        _ = raw.sqlite3_clear_bindings(statement);
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, Connection.Handle);
        }
    }

    private sealed record Prepared(sqlite3_stmt Statement, int[] Places);
}
