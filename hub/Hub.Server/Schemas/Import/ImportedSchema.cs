namespace Hub.Server.Schemas.Import;

/// <summary>One schema that an import made.</summary>
/// <param name="Source">JSON Pointer to where it stood in the given document.</param>
/// <param name="Notes">What JSON Schema cannot say, or says otherwise than the given document.</param>
internal sealed record ImportedSchema(SchemaVersion Schema, string Source, IReadOnlyList<LocalizedText> Notes);

/// <summary>What the caller says about the schemas to make.</summary>
/// <param name="Domain">First part of their identifiers; null where the document's own <c>$id</c> gives it.</param>
/// <param name="Name">Second part, for a document that holds one schema; null where the document gives it.</param>
/// <param name="Version">Their version; null means the document's own, or 1.0.0.</param>
internal sealed record ImportSettings(string? Domain, string? Name, string? Version);

/// <summary>The document cannot be imported; nothing of it is. Tells every mistake with its place.</summary>
internal sealed class ImportException(params IReadOnlyList<PayloadError> errors) : Exception(errors.Count > 0 ? errors[0].Message.En : "")
{
    public ImportException(string pointer, LocalizedText reason)
        : this(new PayloadError(pointer, "", reason))
    {
    }

    public IReadOnlyList<PayloadError> Errors { get; } = errors;
}
