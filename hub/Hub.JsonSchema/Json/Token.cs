namespace Hub.JsonSchema.Json;

/// <summary>
/// One value, or one property name, of a document: where its text lies and where the next sibling's token is. Sixteen bytes, so that a
/// document's tokens stay in the cache while several keywords look at them.
/// </summary>
internal readonly struct Token : IEquatable<Token>
{
    private const uint EscapedFlag = 8;
    private const uint FractionalFlag = 16;
    private const int CountShift = 5;

    private readonly uint _meta;

    private Token(int start, int length, int next, uint meta)
    {
        Start = start;
        Length = length;
        Next = next;
        _meta = meta;
    }

    /// <summary>The most members that one array or object can have.</summary>
    public const int MaxCount = (1 << (32 - CountShift)) - 1;

    /// <summary>Offset of the text in the document; for strings, after the opening quote.</summary>
    public int Start { get; }

    /// <summary>Bytes of the text; for strings, without the quotes; 0 for arrays and objects.</summary>
    public int Length { get; }

    /// <summary>Index of the token after this value and all that it contains.</summary>
    public int Next { get; }

    public JsonKind Kind => (JsonKind)(_meta & 7);

    /// <summary>For strings: the text holds backslash escapes.</summary>
    public bool Escaped => (_meta & EscapedFlag) != 0;

    /// <summary>For numbers: the text has a decimal point or an exponent.</summary>
    public bool Fractional => (_meta & FractionalFlag) != 0;

    /// <summary>Items of an array, properties of an object.</summary>
    public int Count => (int)(_meta >> CountShift);

    public static Token Text(int start, int length, int index, bool escaped) =>
        new(start, length, index + 1, (uint)JsonKind.String | (escaped ? EscapedFlag : 0));

    public static Token Number(int start, int length, int index, bool fractional) =>
        new(start, length, index + 1, (uint)JsonKind.Number | (fractional ? FractionalFlag : 0));

    public static Token Literal(JsonKind kind, int start, int length, int index) => new(start, length, index + 1, (uint)kind);

    public static Token Container(JsonKind kind, int start, int next, int count) => new(start, 0, next, (uint)kind | ((uint)count << CountShift));

    public bool Equals(Token other) => Start == other.Start && Length == other.Length && Next == other.Next && _meta == other._meta;

    public override bool Equals(object? obj) => obj is Token other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Start, Length, Next, _meta);
}
