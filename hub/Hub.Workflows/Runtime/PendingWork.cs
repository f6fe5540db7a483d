using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>The rest of a burst that was committed in its middle: part of the instance's state, so that it is done even after a crash.</summary>
/// <param name="Items">The queue, in order.</param>
/// <param name="TriggerActivityId">The activity whose trigger started the instance, while it has not run.</param>
/// <param name="TriggerInput">What that trigger brought.</param>
/// <param name="Executions">Activity executions since the instance last waited, for the burst's budget.</param>
internal sealed record PendingWork(WorkItem[] Items, string? TriggerActivityId, JsonElement TriggerInput, int Executions);
