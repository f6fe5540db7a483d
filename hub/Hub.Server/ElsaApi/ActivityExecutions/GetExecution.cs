using Hub.Server.ElsaApi.WorkflowInstances;
using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.ActivityExecutions;

/// <summary><c>GET /activity-executions/by-id?id=</c>, its short form, and the executions that led to one: <c>…/{id}/call-stack</c>.</summary>
internal static class GetExecution
{
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

    private static IResult CallStack(string id, int? skip, int? take, HttpContext context, IWorkflowStore store, InstanceHistory history, GraphCache graphs)
    {
        if (ExecutionSet.Holding(context.Caller().Tenant, id, store, history, graphs) is not { } set)
        {
            return Results.NotFound();
        }

        var chain = set.ChainOf(set.Find(id)!); // the set holds it
        var stretch = Stretch.Of(skip, take, null, null);
        return InstanceJson.Ok(new
        {
            activityExecutionId = id,
            items = chain.Skip(stretch.Skip).Take(stretch.Take).Select(execution => ExecutionModel.Of(execution, set)),
            totalCount = chain.Count,
            skip,
            take,
        });
    }
}
