using Hub.Server.ElsaApi.WorkflowInstances;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.ActivityExecutions;

/// <summary><c>POST /activity-executions/report</c>: how often steps ran and how they stand, the numbers and colours of the Studio's diagram.</summary>
internal static class ReportExecutions
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/activity-executions/report", HandleAsync)
        .WithName("reportActivityExecutions")
        .WithMetadata(BodyKind.Json)
        .RequirePermission(Permissions.WorkflowsRead);

    private static async Task<IResult> HandleAsync(HttpContext context, IInstanceDirectory instances, InstanceHistory history, GraphCache graphs, CancellationToken cancellationToken)
    {
        var (request, refusal) = await InstanceJson.ReadAsync<Request>(context, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var tenant = context.Caller().Tenant;
        if (instances.Find(tenant, request.WorkflowInstanceId ?? "") is not { } listed)
        {
            return InstanceJson.Ok(new { stats = Array.Empty<ExecutionStats>() });
        }

        var steps = new InstanceSteps(graphs.Find(listed.VersionId));
        var wanted = request.ActivityNodeIds;
        var stats = history.Executions(tenant, listed.Id, wanted is null ? null : execution => wanted.Contains(execution.NodeId))
            .GroupBy(execution => execution.NodeId, StringComparer.Ordinal)
            .Select(group => ExecutionStats.Of(group.Key, [.. group], steps));
        return InstanceJson.Ok(new { stats });
    }

    private sealed record Request
    {
        public string? WorkflowInstanceId { get; set; }

        public HashSet<string>? ActivityNodeIds { get; set; }
    }
}

/// <summary>What the executions of one step come to.</summary>
internal sealed record ExecutionStats(
    string ActivityId,
    string ActivityNodeId,
    int StartedCount,
    int CompletedCount,
    int UncompletedCount,
    bool IsBlocked,
    bool IsFaulted,
    int AggregateFaultCount,
    IReadOnlyDictionary<string, string> Metadata)
{
    /// <param name="executions">At least one, in the order in which they began.</param>
    public static ExecutionStats Of(string nodeId, IReadOnlyList<RecordedExecution> executions, InstanceSteps steps)
    {
        var completed = executions.Count(execution => execution.CompletedAt is not null);
        return new(
            steps.IdOf(nodeId),
            nodeId,
            executions.Count,
            completed,
            executions.Count - completed,
            executions.Any(execution => execution.HasBookmarks),
            executions[^1].Status == ActivityStatus.Faulted,
            executions.Sum(execution => execution.FaultCount),
            new Dictionary<string, string>());
    }
}
