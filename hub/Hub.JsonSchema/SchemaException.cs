namespace Hub.JsonSchema;

/// <summary>
/// A schema that cannot be used: not JSON, refused by its meta-schema, an unknown dialect or vocabulary, a reference that
/// the registry does not hold, an identifier given twice, a regular expression that cannot be read, or a reference that never ends.
/// </summary>
public sealed class SchemaException : Exception
{
    internal SchemaException(string? schemaUri, string pointer, BilingualText reason, Exception? inner = null)
        : base($"{(string.IsNullOrEmpty(schemaUri) ? "schema" : schemaUri)}#{pointer}: {reason.En}", inner)
    {
        SchemaUri = schemaUri ?? "";
        Pointer = pointer;
        Reason = reason;
    }

    /// <summary>The base URI of the schema resource at fault; empty when it has none.</summary>
    public string SchemaUri { get; }

    /// <summary>JSON Pointer (RFC 6901) to the place in that resource; empty for its root.</summary>
    public string Pointer { get; }

    /// <summary>What is wrong and how to mend it.</summary>
    public BilingualText Reason { get; }
}
