namespace Hub.JsonSchema;

/// <summary>
/// A node of the detailed output (JSON Schema Core 2020-12, section 12.4.3): a failed keyword with its own sentence, or one that
/// failed because of what lies below it, or both. Nodes with a single child and nothing to say are replaced by the child.
/// </summary>
public sealed record OutputUnit(
    string InstanceLocation,
    string KeywordLocation,
    string AbsoluteKeywordLocation,
    BilingualText? Message,
    IReadOnlyList<OutputUnit> Errors)
{
    /// <summary>The keyword that failed.</summary>
    public required string Keyword { get; init; }
}
