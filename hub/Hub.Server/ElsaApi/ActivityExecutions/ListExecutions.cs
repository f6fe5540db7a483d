using Hub.Server.ElsaApi.WorkflowInstances;
using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.ActivityExecutions;

/// <summary>
/// <c>GET /activity-executions/list</c>, <c>…/count</c> and <c>/activity-execution-summaries/list</c>: the executions of an instance, or of one
/// of its steps, in the order in which they began.
/// </summary>
internal static class ListExecutions
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/activity-executions/list", List).WithName("listActivityExecutions").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/activity-executions/count", Count).WithName("countActivityExecutions").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/activity-execution-summaries/list", Summaries).WithName("listActivityExecutionSummaries").RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult List(string? workflowInstanceId, string? activityNodeId, string? activityId, bool? completed, HttpContext context, IWorkflowStore store, InstanceHistory history, GraphCache graphs) =>
        ExecutionSet.Of(context.Caller().Tenant, workflowInstanceId ?? "", store, history, graphs) is { } set
            ? InstanceJson.List<ExecutionModel>([.. set.Executions.Where(execution => new Wanted(workflowInstanceId, activityNodeId, activityId, completed).Holds(execution, set.Steps)).Select(execution => ExecutionModel.Of(execution, set))])
            : InstanceJson.List<ExecutionModel>([]);

    private static IResult Summaries(string? workflowInstanceId, string? activityNodeId, string? activityId, bool? completed, HttpContext context, IInstanceDirectory instances, InstanceHistory history, GraphCache graphs)
    {
        var (found, steps) = Find(new Wanted(workflowInstanceId, activityNodeId, activityId, completed), context, instances, history, graphs);
        return InstanceJson.List<ExecutionSummary>([.. found.Select(execution => ExecutionSummary.Of(workflowInstanceId!, execution, steps))]); // found in one
    }

    private static IResult Count(string? workflowInstanceId, string? activityNodeId, string? activityId, bool? completed, HttpContext context, IInstanceDirectory instances, InstanceHistory history, GraphCache graphs) =>
        InstanceJson.Ok(new { count = Find(new Wanted(workflowInstanceId, activityNodeId, activityId, completed), context, instances, history, graphs).Found.Count });

    // What one step did needs no other executions.
    private static (IReadOnlyList<RecordedExecution> Found, InstanceSteps Steps) Find(
        Wanted wanted, HttpContext context, IInstanceDirectory instances, InstanceHistory history, GraphCache graphs)
    {
        var tenant = context.Caller().Tenant;
        if (instances.Find(tenant, wanted.WorkflowInstanceId ?? "") is not { } listed)
        {
            return ([], new InstanceSteps(null));
        }

        var steps = new InstanceSteps(graphs.Find(listed.VersionId));
        return ([.. history.Executions(tenant, listed.Id, execution => wanted.IsOf(execution, steps)).Where(execution => wanted.Holds(execution, steps))], steps);
    }

    /// <summary>Which executions; null means no filter.</summary>
    private sealed record Wanted(string? WorkflowInstanceId, string? ActivityNodeId, string? ActivityId, bool? Completed)
    {
        public bool IsOf(RecordedExecution execution, InstanceSteps steps) =>
            (string.IsNullOrEmpty(ActivityNodeId) || execution.NodeId == ActivityNodeId) && (string.IsNullOrEmpty(ActivityId) || steps.IdOf(execution.NodeId) == ActivityId);

        public bool Holds(RecordedExecution execution, InstanceSteps steps) => IsOf(execution, steps) && (Completed is not { } completed || (execution.CompletedAt is not null) == completed);
    }
}
