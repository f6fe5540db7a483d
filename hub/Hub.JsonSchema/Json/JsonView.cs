namespace Hub.JsonSchema.Json;

/// <summary>A document's bytes with its tokens.</summary>
internal readonly ref struct JsonView(ReadOnlySpan<byte> utf8, ReadOnlySpan<Token> tokens)
{
    public ReadOnlySpan<byte> Utf8 { get; } = utf8;

    public ReadOnlySpan<Token> Tokens { get; } = tokens;

    /// <summary>The text of a value as written; for strings, between the quotes and with its escapes.</summary>
    public ReadOnlySpan<byte> Raw(int at)
    {
        ref readonly var token = ref Tokens[at];
        return Utf8.Slice(token.Start, token.Length);
    }
}
