namespace Hub.JsonSchema.Plan;

/// <summary>Why a validation was given up: the document counts as refused, whatever the schema would have said.</summary>
internal enum Limit
{
    None,
    Steps,
    Depth,
    Regex,
}
