namespace Hub.Server.Workflows.Checks;

/// <summary>Something about a workflow that a designer should look at before it is in force.</summary>
/// <param name="Rule">The rule's stable identifier, such as <c>unknown-schema-field</c>.</param>
/// <param name="ActivityId">The step's id in the definition; null where the definition as a whole is meant.</param>
/// <param name="ActivityName">The step's title for people, or its name; null as above.</param>
/// <param name="Pointer">JSON Pointer (RFC 6901) from the top of the definition.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Help">How to mend it.</param>
internal sealed record CheckFinding(
    string Rule, CheckSeverity Severity, string? ActivityId, string? ActivityName, string Pointer, LocalizedText Message, LocalizedText Help);

/// <summary>How serious a finding is.</summary>
internal enum CheckSeverity
{
    /// <summary>Works, and may surprise.</summary>
    Warning,

    /// <summary>A step fails for certain when it is reached. With <c>HUB__LINT=strict</c> such a definition is not published.</summary>
    Error,
}
