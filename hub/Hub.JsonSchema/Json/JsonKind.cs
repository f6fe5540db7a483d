namespace Hub.JsonSchema.Json;

/// <summary>The six types of JSON; the numbers are bit positions in a <see cref="JsonTypes"/>.</summary>
internal enum JsonKind : byte
{
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// <summary>A set of JSON Schema types; <c>integer</c> is the seventh.</summary>
[Flags]
internal enum JsonTypes : byte
{
    None = 0,
    Null = 1 << JsonKind.Null,
    Boolean = 1 << JsonKind.Boolean,
    Number = 1 << JsonKind.Number,
    String = 1 << JsonKind.String,
    Array = 1 << JsonKind.Array,
    Object = 1 << JsonKind.Object,
    Any = Null | Boolean | Number | String | Array | Object,
    Integer = 1 << 6,
}
