namespace Hub.Workflows.Runtime.Alterations;

/// <summary>What one alteration did, or why it could not be made.</summary>
/// <param name="Message">Without values of the run.</param>
/// <param name="IsError">Whether it stopped the plan.</param>
/// <param name="Timestamp">When.</param>
/// <param name="EventName">Elsa's name of the alteration.</param>
public sealed record AlterationLogEntry(string Message, bool IsError, DateTimeOffset Timestamp, string EventName);
