using Hub.Server.ElsaApi.WorkflowInstances;
using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.ActivityExecutions;

/// <summary><c>GET /activity-executions/by-id?id=</c>, its short form, and the executions that led to one: <c>…/{id}/call-stack</c>.</summary>
internal static class GetExecution
{
    // As many as may wait for one another; those that nobody waits for can be more.
    private const int MostWorkflows = 64;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/activity-executions/by-id", (string? id, HttpContext context, IWorkflowStore store, InstanceHistory history, GraphCache graphs) => Handle(id ?? "", context, store, history, graphs))
            .WithName("getActivityExecution").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/activity-executions/{id}", Handle).ExcludeFromDescription().RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/activity-executions/{id}/call-stack", CallStack).WithName("getActivityCallStack").RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult Handle(string id, HttpContext context, IWorkflowStore store, InstanceHistory history, GraphCache graphs) =>
        ExecutionSet.Holding(context.Caller().Tenant, id, store, history, graphs) is { } set
            ? InstanceJson.Ok(ExecutionModel.Of(set.Find(id)!, set)) // the set holds it
            : Results.NotFound();

    // As in Elsa, the stack goes on across workflows unless the caller says no.
    private static IResult CallStack(
        string id, bool? includeCrossWorkflowChain, int? skip, int? take, HttpContext context, IWorkflowStore store, InstanceHistory history, GraphCache graphs)
    {
        if (ExecutionSet.Holding(context.Caller().Tenant, id, store, history, graphs) is not { } set)
        {
            return Results.NotFound();
        }

        var stack = CallStackOf(set, id, includeCrossWorkflowChain ?? true, starter => ExecutionSet.Holding(context.Caller().Tenant, starter, store, history, graphs));
        var stretch = Stretch.Of(skip, take, null, null);
        return InstanceJson.Ok(new
        {
            activityExecutionId = id,
            items = stack.Skip(stretch.Skip).Take(stretch.Take).Select(one => ExecutionModel.Of(one.Execution, one.Set)),
            totalCount = stack.Count,
            skip,
            take,
        });
    }

    // Root first. Each workflow above is read as a whole to find its way through it: so many of them, and the rest is left out.
    private static List<(RecordedExecution Execution, ExecutionSet Set)> CallStackOf(ExecutionSet innermost, string id, bool isAcrossWorkflows, Func<string, ExecutionSet?> find)
    {
        var stack = new List<(RecordedExecution, ExecutionSet)>();
        var (set, last) = (innermost, id);
        for (var workflows = 1; ; workflows++)
        {
            stack.InsertRange(0, set.ChainOf(set.Find(last)!).Select(execution => (execution, set))); // found in it, here and below
            if (!isAcrossWorkflows || workflows == MostWorkflows || set.StartedBy is not { } starter || find(starter) is not { } parent)
            {
                return stack;
            }

            (set, last) = (parent, starter);
        }
    }
}
