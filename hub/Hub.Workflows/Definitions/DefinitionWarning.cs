namespace Hub.Workflows.Definitions;

/// <summary>What is wrong with a definition that loads all the same: an unknown activity type, a dangling connection, a step that nothing reaches.</summary>
/// <param name="Code">A stable name of the kind of warning, such as <c>unknown-activity-type</c>.</param>
/// <param name="Place">JSON Pointer (RFC 6901) from the definition's top.</param>
/// <param name="ActivityId">The activity concerned, where there is one.</param>
/// <param name="Text">What is wrong and how to mend it, in both languages.</param>
public sealed record DefinitionWarning(string Code, string Place, string? ActivityId, LocalizedText Text);
