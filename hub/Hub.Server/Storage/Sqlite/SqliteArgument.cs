namespace Hub.Server.Storage.Sqlite;

/// <summary>A value for a statement's parameter: an integer, a text, bytes, or NULL.</summary>
internal readonly struct SqliteArgument
{
    private readonly string? text;

    private SqliteArgument(SqliteArgumentKind kind, long integer = 0, string? text = null, ReadOnlyMemory<byte> blob = default)
    {
        Kind = kind;
        Integer = integer;
        this.text = text;
        Blob = blob;
    }

    public SqliteArgumentKind Kind { get; }

    public long Integer { get; }

    public string Text => text ?? "";

    public ReadOnlyMemory<byte> Blob { get; }

    public static implicit operator SqliteArgument(string? value) => value is null ? default : new(SqliteArgumentKind.Text, text: value);

    public static implicit operator SqliteArgument(long value) => new(SqliteArgumentKind.Integer, value);

    public static implicit operator SqliteArgument(long? value) => value is { } number ? new(SqliteArgumentKind.Integer, number) : default;

    public static implicit operator SqliteArgument(bool value) => new(SqliteArgumentKind.Integer, value ? 1 : 0);

    public static implicit operator SqliteArgument(byte[]? value) => value is null ? default : new(SqliteArgumentKind.Blob, blob: value);

    public static implicit operator SqliteArgument(ReadOnlyMemory<byte> value) => new(SqliteArgumentKind.Blob, blob: value);
}

internal enum SqliteArgumentKind : byte
{
    Null,
    Integer,
    Text,
    Blob,
}
