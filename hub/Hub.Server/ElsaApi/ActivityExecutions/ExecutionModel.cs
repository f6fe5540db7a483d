using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Server.ElsaApi.WorkflowInstances;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.ActivityExecutions;

/// <summary>An activity execution as Elsa's lists show it, without what it read and gave.</summary>
internal record ExecutionSummary
{
    protected static readonly IReadOnlyDictionary<string, JsonElement> Nothing = new Dictionary<string, JsonElement>();

    public required string Id { get; init; }

    public required string WorkflowInstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityNodeId { get; init; }

    public required string ActivityType { get; init; }

    public required int ActivityTypeVersion { get; init; }

    public string? ActivityName { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required bool HasBookmarks { get; init; }

    public required string Status { get; init; }

    public required int AggregateFaultCount { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Metadata { get; } = Nothing;

    public static ExecutionSummary Of(string instanceId, RecordedExecution execution, InstanceSteps steps) => new()
    {
        Id = execution.Id,
        WorkflowInstanceId = instanceId,
        ActivityId = steps.IdOf(execution.NodeId),
        ActivityNodeId = execution.NodeId,
        ActivityType = steps.TypeOf(execution.NodeId),
        ActivityTypeVersion = steps.TypeVersionOf(execution.NodeId),
        ActivityName = steps.NameOf(execution.NodeId),
        StartedAt = execution.StartedAt,
        HasBookmarks = execution.HasBookmarks,
        Status = execution.Status.ToString(),
        AggregateFaultCount = execution.FaultCount,
        CompletedAt = execution.CompletedAt,
    };
}

/// <summary>An activity execution with all that is known of it.</summary>
internal sealed record ExecutionModel : ExecutionSummary
{
    public required IReadOnlyDictionary<string, JsonElement> ActivityState { get; init; }

    public ExecutionPayload? Payload { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Outputs { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Properties { get; } = Nothing;

    public ExceptionModel? Exception { get; init; }

    /// <summary>The execution that made this one begin; of a workflow that another one started, the step of that other one.</summary>
    public string? SchedulingActivityExecutionId { get; init; }

    /// <summary>Its step, where it is of the same instance.</summary>
    public string? SchedulingActivityId { get; init; }

    /// <summary>The instance that started this one: only where a workflow itself begins.</summary>
    public string? SchedulingWorkflowInstanceId { get; init; }

    /// <summary>How many executions of the same instance led to it.</summary>
    public int? CallStackDepth { get; init; }

    public static ExecutionModel Of(RecordedExecution execution, ExecutionSet set) => new()
    {
        Id = execution.Id,
        WorkflowInstanceId = set.InstanceId,
        ActivityId = set.Steps.IdOf(execution.NodeId),
        ActivityNodeId = execution.NodeId,
        ActivityType = set.Steps.TypeOf(execution.NodeId),
        ActivityTypeVersion = set.Steps.TypeVersionOf(execution.NodeId),
        ActivityName = set.Steps.NameOf(execution.NodeId),
        StartedAt = execution.StartedAt,
        HasBookmarks = execution.HasBookmarks,
        Status = execution.Status.ToString(),
        AggregateFaultCount = execution.FaultCount,
        CompletedAt = execution.CompletedAt,
        ActivityState = set.Steps.StateOf(execution),
        Payload = execution.Outcomes is { } outcomes ? new ExecutionPayload(outcomes) : null,
        Outputs = execution.Outputs,
        Exception = ExceptionModel.Of(set.FailureOf(execution)),
        SchedulingActivityExecutionId = ExecutionSet.SchedulerOf(execution) ?? set.StartedBy,
        SchedulingActivityId = set.Find(ExecutionSet.SchedulerOf(execution)) is { } scheduler ? set.Steps.IdOf(scheduler.NodeId) : null,
        SchedulingWorkflowInstanceId = ExecutionSet.SchedulerOf(execution) is null ? set.ParentInstanceId : null,
        CallStackDepth = set.ChainOf(execution).Count - 1,
    };
}

/// <summary>What an execution ended with.</summary>
internal sealed record ExecutionPayload([property: JsonPropertyName("Outcomes")] IReadOnlyList<string> Outcomes);
