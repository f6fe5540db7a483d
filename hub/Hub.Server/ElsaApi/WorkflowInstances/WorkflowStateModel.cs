using System.Text.Json;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary>The state of an instance in Elsa's form, the <c>workflowState</c> of its answers.</summary>
internal sealed record WorkflowStateModel
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionVersionId { get; init; }

    public required int DefinitionVersion { get; init; }

    public string? ParentWorkflowInstanceId { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public required string Status { get; init; }

    public required string SubStatus { get; init; }

    public bool IsExecuting { get; init; }

    public bool IsSystem { get; init; }

    public required IReadOnlyList<BookmarkModel> Bookmarks { get; init; }

    public required IReadOnlyList<IncidentModel> Incidents { get; init; }

    // The hub keeps who waits for a child with the child's own execution.
    public IReadOnlyList<string> CompletionCallbacks { get; } = [];

    public required IReadOnlyList<ContextModel> ActivityExecutionContexts { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Input { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Output { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Properties { get; init; }

    public required long ExecutionLogSequence { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What the row says counts where it differs from the state, as for an instance that was cancelled after its definition was gone.</summary>
    /// <param name="graph">The version that it runs on; without it, the open executions are left out.</param>
    public static WorkflowStateModel Of(StoredInstance row, WorkflowGraph? graph)
    {
        var instance = WorkflowInstance.Deserialize(row.State);
        var isBound = TryBind(instance, graph);
        var hasEnded = row.Status == nameof(WorkflowStatus.Finished);
        return new()
        {
            Id = row.Id,
            DefinitionId = row.DefinitionId,
            DefinitionVersionId = row.VersionId,
            DefinitionVersion = row.Version,
            ParentWorkflowInstanceId = row.ParentId,
            CorrelationId = row.CorrelationId,
            Name = row.Name,
            Status = row.Status,
            SubStatus = row.SubStatus,
            Bookmarks = hasEnded && instance.Status == WorkflowStatus.Running ? [] : [.. instance.Bookmarks.Select(BookmarkModel.Of)],
            Incidents = [.. instance.Incidents.Select(IncidentModel.Of)],
            ActivityExecutionContexts = isBound ? [.. instance.OpenContexts.Select(ContextModel.Of)] : [],
            Input = instance.Input,
            Output = instance.Output,
            Properties = instance.Properties,
            ExecutionLogSequence = instance.JournalSequence,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
            FinishedAt = row.FinishedAt,
        };
    }

    // A definition used inside may have changed without a new version: then the steps of the state are not to be found.
    private static bool TryBind(WorkflowInstance instance, WorkflowGraph? graph)
    {
        if (graph is null)
        {
            return false;
        }

        try
        {
            instance.Bind(graph);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>A place where an instance waits.</summary>
internal sealed record BookmarkModel(
    string Id,
    string Name,
    string Hash,
    JsonElement? Payload,
    string ActivityId,
    string ActivityNodeId,
    string ActivityInstanceId,
    DateTimeOffset CreatedAt,
    bool AutoBurn,
    string? CallbackMethodName,
    bool AutoComplete,
    IReadOnlyDictionary<string, string>? Metadata)
{
    public static BookmarkModel Of(Bookmark bookmark) => new(
        bookmark.Id,
        bookmark.Name,
        bookmark.Hash,
        bookmark.Payload.OrNull(),
        bookmark.ActivityId,
        bookmark.ActivityNodeId,
        bookmark.ActivityInstanceId,
        bookmark.CreatedAt,
        bookmark.AutoBurn,
        bookmark.CallbackMethodName,
        true,
        bookmark.Metadata);
}

/// <summary>What went wrong.</summary>
internal sealed record IncidentModel(
    string ActivityId, string ActivityNodeId, string ActivityInstanceId, string ActivityType, string Message, ExceptionModel? Exception, DateTimeOffset Timestamp)
{
    public static IncidentModel Of(Incident incident) => new(
        incident.ActivityId,
        incident.ActivityNodeId,
        incident.ActivityInstanceId,
        incident.ActivityType,
        incident.Message,
        ExceptionModel.Of(incident.Exception),
        incident.Timestamp);
}

/// <summary>A failure. The member for the stack trace is there because clients look for it; it tells nothing outside the server.</summary>
internal sealed record ExceptionModel(string Type, string Message, string? StackTrace, ExceptionModel? InnerException, IReadOnlyDictionary<string, string> Metadata)
{
    public static ExceptionModel? Of(FailureDescription? failure) =>
        failure is null ? null : new(failure.Type, failure.Message, null, Of(failure.Inner), failure.Metadata);
}

/// <summary>An execution that has not ended.</summary>
internal sealed record ContextModel
{
    public required string Id { get; init; }

    public string? ParentContextId { get; init; }

    public required string ScheduledActivityNodeId { get; init; }

    public string? OwnerActivityNodeId { get; init; }

    public required IReadOnlyDictionary<string, object> Properties { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    public required IReadOnlyDictionary<string, JsonElement> ActivityState { get; init; }

    public required IReadOnlyList<DynamicVariableModel> DynamicVariables { get; init; }

    public required string Status { get; init; }

    public bool IsExecuting { get; init; }

    public required int FaultCount { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public JsonElement? Tag { get; init; }

    public required int CallStackDepth { get; init; }

    public static ContextModel Of(ActivityContext context)
    {
        var properties = context.Properties.ToDictionary(property => property.Key, property => (object)property.Value, StringComparer.Ordinal);
        var variables = context.DeclaredVariables.Where(variable => variable.IsPersistent).DistinctBy(variable => variable.Id).ToDictionary(variable => variable.Id, variable => variable.Value, StringComparer.Ordinal);
        if (variables.Count > 0)
        {
            properties["Variables"] = variables;
        }

        var depth = 0;
        for (var scope = context.Parent; scope is not null; scope = scope.Parent)
        {
            depth++;
        }

        return new()
        {
            Id = context.Id,
            ParentContextId = context.Parent?.Id,
            ScheduledActivityNodeId = context.Node.NodeId,
            OwnerActivityNodeId = context.Parent?.Node.NodeId,
            Properties = properties,
            ActivityState = new Dictionary<string, JsonElement>(context.Record.ActivityState, StringComparer.Ordinal),
            DynamicVariables = [.. context.GivenVariables.Select(variable => new DynamicVariableModel(variable.Id, variable.Name, variable.Value))],
            Status = context.Status.ToString(),
            FaultCount = context.AggregateFaultCount,
            StartedAt = context.StartedAt,
            CompletedAt = context.CompletedAt,
            Tag = context.Tag.OrNull(),
            CallStackDepth = depth,
        };
    }
}

/// <summary>A variable that an execution was given, such as the current value of a loop.</summary>
internal sealed record DynamicVariableModel(string Id, string Name, JsonElement Value);
