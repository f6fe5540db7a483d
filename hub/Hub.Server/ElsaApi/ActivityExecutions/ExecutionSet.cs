using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Children;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.ActivityExecutions;

/// <summary>All executions of one instance, to tell which one made which one begin.</summary>
internal sealed class ExecutionSet
{
    private readonly Dictionary<string, RecordedExecution> byId;
    private readonly Dictionary<string, FailureDescription> failures;

    private ExecutionSet(StoredInstance row, IReadOnlyList<RecordedExecution> executions, InstanceSteps steps)
    {
        InstanceId = row.Id;
        ParentInstanceId = row.ParentId;
        Executions = executions;
        Steps = steps;
        byId = executions.ToDictionary(execution => execution.Id, StringComparer.Ordinal);
        var state = row.ParentId is null && row.Incidents == 0 ? null : WorkflowInstance.Deserialize(row.State);
        StartedBy = state?.Properties.TryGetValue(ChildProperties.SchedulingActivity, out var starter) is true ? starter.AsText() : null;

        // The records tell what failed in one sentence; the incident of the instance knows the causes behind it.
        failures = state is null
            ? []
            : state.Incidents
                .Where(incident => incident.Exception is not null)
                .GroupBy(incident => incident.ActivityInstanceId, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Last().Exception!, StringComparer.Ordinal); // the filter above: it has one
    }

    public string InstanceId { get; }

    /// <summary>The instance that started this one; null for none.</summary>
    public string? ParentInstanceId { get; }

    /// <summary>The execution of that other instance's step that started this one; null where none did or it is not known.</summary>
    public string? StartedBy { get; }

    /// <summary>In the order in which they began.</summary>
    public IReadOnlyList<RecordedExecution> Executions { get; }

    public InstanceSteps Steps { get; }

    /// <summary>Null when the tenant has no such instance.</summary>
    public static ExecutionSet? Of(TenantId tenant, string instanceId, IWorkflowStore store, InstanceHistory history, GraphCache graphs) =>
        store.FindInstance(instanceId) is { } row && row.Tenant == tenant
            ? new ExecutionSet(row, history.Executions(tenant, instanceId), new InstanceSteps(graphs.Find(row.VersionId)))
            : null;

    /// <summary>The set in which an execution is; null when the tenant has none of this id.</summary>
    public static ExecutionSet? Holding(TenantId tenant, string executionId, IWorkflowStore store, InstanceHistory history, GraphCache graphs) =>
        ExecutionId.TryParse(executionId, out var instanceId, out _) && Of(tenant, instanceId.ToString(), store, history, graphs) is { } set && set.Find(executionId) is not null
            ? set
            : null;

    /// <summary>The execution that made another one begin: the one whose end led there, or else the one that holds it.</summary>
    public static string? SchedulerOf(RecordedExecution execution) => execution.ScheduledById ?? execution.ParentId;

    public RecordedExecution? Find(string? id) => id is null ? null : byId.GetValueOrDefault(id);

    public FailureDescription? FailureOf(RecordedExecution execution) =>
        execution.Failure is { } failure ? failures.GetValueOrDefault(execution.Id) is { } whole && whole.Message == failure.Message ? whole : failure : null;

    /// <summary>From the workflow itself to an execution, each one made to begin by the one before.</summary>
    public IReadOnlyList<RecordedExecution> ChainOf(RecordedExecution execution)
    {
        var chain = new List<RecordedExecution>();
        for (var current = execution; current is not null && chain.Count <= byId.Count; current = Find(SchedulerOf(current)))
        {
            chain.Add(current);
        }

        chain.Reverse();
        return chain;
    }
}
