namespace Hub.JsonSchema.Json;

/// <summary>Why a document could not be read.</summary>
internal enum JsonFaultKind
{
    NotJson,
    NotUtf8,
    ByteOrderMark,
    TooDeep,
    TooLarge,
    Empty,
}

/// <summary>Why and where a document could not be read: byte from 0, line from 1.</summary>
internal sealed record JsonFault(JsonFaultKind Kind, long ByteOffset, long Line);
