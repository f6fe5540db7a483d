namespace Hub.JsonSchema;

/// <summary>One thing that is wrong with a document.</summary>
/// <param name="InstanceLocation">JSON Pointer to the value at fault; empty for the whole document.</param>
/// <param name="KeywordLocation">JSON Pointer to the keyword, by the way the validator came, through references.</param>
/// <param name="AbsoluteKeywordLocation">URI of the keyword with the references resolved; starts with <c>#</c> when the schema has no identifier.</param>
/// <param name="Keyword">The keyword that failed; <c>json</c> when the document cannot be read, <c>limit</c> when checking it would cost too much.</param>
/// <param name="Message">What was expected, what came (its type or length, never its value) and how to mend it.</param>
public sealed record ValidationError(
    string InstanceLocation,
    string KeywordLocation,
    string AbsoluteKeywordLocation,
    string Keyword,
    BilingualText Message)
{
    /// <summary>For keyword <c>json</c>: the byte at which reading stopped, from 0; otherwise null.</summary>
    public long? ByteOffset { get; init; }

    /// <summary>For keyword <c>json</c>: the line at which reading stopped, from 1; otherwise null.</summary>
    public long? Line { get; init; }
}
