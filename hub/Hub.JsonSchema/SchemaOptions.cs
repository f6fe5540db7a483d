namespace Hub.JsonSchema;

/// <summary>How a schema is compiled and what its validator allows. Every setting has a default that is safe for documents from outside.</summary>
public sealed record SchemaOptions
{
    /// <summary>The defaults.</summary>
    public static SchemaOptions Default { get; } = new();

    /// <summary>
    /// Whether <c>format</c> refuses a wrong value. Default false: an annotation, as 2019-09 and later say. A meta-schema that
    /// declares the format-assertion vocabulary switches it on by itself. Unknown formats never refuse anything.
    /// </summary>
    public bool AssertFormats { get; init; }

    /// <summary>Whether <c>contentEncoding</c> (base64) and <c>contentMediaType</c> (application/json) refuse a wrong value. Default false.</summary>
    public bool AssertContent { get; init; }

    /// <summary>Further formats by name, asserted as the built-in ones are; a name that is built in is replaced. Default none.</summary>
    public IReadOnlyDictionary<string, FormatCheck> Formats { get; init; } = new Dictionary<string, FormatCheck>();

    /// <summary>
    /// What to tell about a text that has not one of <see cref="Formats"/>, by name. Default none: the sentence names the format and the
    /// text's length.
    /// </summary>
    public IReadOnlyDictionary<string, FormatExplanation> FormatExplanations { get; init; } = new Dictionary<string, FormatExplanation>();

    /// <summary>The dialect of schemas without <c>$schema</c>. Default 2020-12.</summary>
    public string DefaultDialect { get; init; } = SchemaDialects.Draft202012;

    /// <summary>Deepest nesting of arrays and objects in a document. Default 64; deeper documents are an error of keyword <c>json</c>.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>
    /// Longest time one regular expression may search one text, for the few patterns that need a backtracking engine (look-around,
    /// back-references). Default 200 ms; beyond it the document is refused with an error of keyword <c>limit</c>.
    /// </summary>
    public TimeSpan RegexTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Most errors reported for one document; the rest is cut and <see cref="ValidationResult.Truncated"/> is set. Default 200.</summary>
    public int MaxErrors { get; init; } = 200;

    /// <summary>
    /// Most subschema evaluations for one document. Default 20 million, about a second of work: a schema that needs more (2^n nested
    /// <c>allOf</c>) refuses the document with an error of keyword <c>limit</c>.
    /// </summary>
    public int MaxSteps { get; init; } = 20_000_000;

    /// <summary>Whether <see cref="JsonSchemaValidator.Validate"/> collects annotations. Default false.</summary>
    public bool CollectAnnotations { get; init; }
}
