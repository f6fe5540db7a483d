using System.Text.Json;

namespace Hub.Workflows.Runtime.Alterations;

/// <summary>Cancels the instance with all that runs in it.</summary>
public sealed record Cancel : Alteration;

/// <summary>Cancels one execution, or every open execution of an activity.</summary>
/// <param name="ActivityId">The activity; null when the execution is named.</param>
/// <param name="ActivityInstanceId">The execution; null when the activity is named.</param>
public sealed record CancelActivity(string? ActivityId, string? ActivityInstanceId) : Alteration;

/// <summary>Runs an open execution again, or begins a new one of an activity whose container is open.</summary>
/// <param name="ActivityId">The activity to begin; null when the execution is named.</param>
/// <param name="ActivityInstanceId">The execution to run again; null when the activity is named.</param>
public sealed record ScheduleActivity(string? ActivityId, string? ActivityInstanceId) : Alteration;

/// <summary>Runs faulted executions again (what Elsa's retry route does).</summary>
/// <param name="ActivityIds">Only of these activities; empty for all.</param>
public sealed record RetryActivities(IReadOnlyCollection<string> ActivityIds) : Alteration;

/// <summary>Gives a declared variable another value.</summary>
/// <param name="VariableId">Its id.</param>
/// <param name="Value">The value; converted to the variable's type as a default value is.</param>
public sealed record ModifyVariable(string VariableId, JsonElement Value) : Alteration;

/// <summary>Moves the instance to another version of its definition. Every step that is open must exist there, by its path, with the same type.</summary>
/// <param name="TargetVersion">The version's number.</param>
public sealed record Migrate(int TargetVersion) : Alteration;
