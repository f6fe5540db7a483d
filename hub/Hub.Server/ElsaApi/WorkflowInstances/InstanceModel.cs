using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary>An instance as Elsa's lists show it.</summary>
internal record InstanceModel
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionVersionId { get; init; }

    public required int Version { get; init; }

    public string? ParentWorkflowInstanceId { get; init; }

    public required string Status { get; init; }

    public required string SubStatus { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public required int IncidentCount { get; init; }

    public bool IsSystem { get; init; }

    // What is stored is between two bursts.
    public bool IsExecuting { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public static InstanceModel Of(ListedInstance listed) => new()
    {
        Id = listed.Id,
        DefinitionId = listed.DefinitionId,
        DefinitionVersionId = listed.VersionId,
        Version = listed.Version,
        ParentWorkflowInstanceId = listed.ParentId,
        Status = listed.Status,
        SubStatus = listed.SubStatus,
        CorrelationId = listed.CorrelationId,
        Name = listed.Name,
        IncidentCount = listed.Incidents,
        CreatedAt = listed.CreatedAt,
        UpdatedAt = listed.UpdatedAt,
        FinishedAt = listed.FinishedAt,
    };
}

/// <summary>One instance with its state.</summary>
internal sealed record InstanceDetails : InstanceModel
{
    public required WorkflowStateModel WorkflowState { get; init; }

    public static InstanceDetails Of(StoredInstance row, WorkflowStateModel state) => new()
    {
        Id = row.Id,
        DefinitionId = row.DefinitionId,
        DefinitionVersionId = row.VersionId,
        Version = row.Version,
        ParentWorkflowInstanceId = row.ParentId,
        Status = row.Status,
        SubStatus = row.SubStatus,
        CorrelationId = row.CorrelationId,
        Name = row.Name,
        IncidentCount = row.Incidents,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        FinishedAt = row.FinishedAt,
        WorkflowState = state,
    };
}
