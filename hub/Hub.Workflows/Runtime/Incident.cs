namespace Hub.Workflows.Runtime;

/// <summary>Something that went wrong in an instance and that a person may have to look at.</summary>
/// <param name="ActivityInstanceId">The execution that failed.</param>
/// <param name="ActivityId">Its activity.</param>
/// <param name="ActivityNodeId">The activity's path.</param>
/// <param name="ActivityType">The activity's type name.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Exception">The failure in full; null for an incident without one.</param>
/// <param name="Timestamp">When.</param>
public sealed record Incident(string ActivityInstanceId, string ActivityId, string ActivityNodeId, string ActivityType, string Message, FailureDescription? Exception, DateTimeOffset Timestamp);
