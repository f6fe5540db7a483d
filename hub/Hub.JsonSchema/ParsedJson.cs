using System.Diagnostics.CodeAnalysis;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema;

/// <summary>
/// A JSON document (RFC 8259) that was read once, to be held against several schemas: its bytes, and an index of what lies where in them, of
/// sixteen bytes a value or name. Immutable and safe for use from several threads; the bytes must not be changed while it is used.
/// </summary>
public sealed class ParsedJson
{
    /// <summary>Deepest nesting of arrays and objects that is read. A validator's own limit (<see cref="SchemaOptions.MaxDepth"/>) counts besides.</summary>
    public const int MaxDepth = 1000;

    private readonly Token[] _tokens;

    private ParsedJson(ReadOnlyMemory<byte> utf8, Token[] tokens, int depth)
    {
        Utf8 = utf8;
        Depth = depth;
        _tokens = tokens;
    }

    /// <summary>The document's text.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>How deep its arrays and objects are nested; 0 for a single value.</summary>
    public int Depth { get; }

    internal JsonView View => new(Utf8.Span, _tokens);

    /// <summary>
    /// Reads a document; false when it is not JSON in UTF-8 without byte order mark, or deeper than <see cref="MaxDepth"/>:
    /// <see cref="JsonSchemaValidator.Validate(ReadOnlyMemory{byte}, OutputFormat)"/> then tells what is wrong with it and where.
    /// </summary>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out ParsedJson? document)
    {
        var tape = new JsonTape();
        document = tape.Read(utf8.Span, MaxDepth) is null ? new ParsedJson(utf8, tape.Tokens.ToArray(), tape.Depth) : null;
        return document is not null;
    }
}
