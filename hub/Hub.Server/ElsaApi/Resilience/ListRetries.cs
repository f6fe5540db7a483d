using System.Globalization;
using System.Text.Json;
using Hub.Server.ElsaApi.ActivityExecutions;
using Hub.Server.ElsaApi.WorkflowInstances;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;

namespace Hub.Server.ElsaApi.Resilience;

/// <summary><c>GET /resilience/retries/{activityInstanceId}</c>: the attempts that a step's resilience strategy made, the first one first.</summary>
internal static class ListRetries
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/resilience/retries/{activityInstanceId}", Handle)
        .WithName("listRetryAttempts")
        .RequirePermission(Permissions.WorkflowsRead);

    private static IResult Handle(string activityInstanceId, int? skip, int? take, HttpContext context, IWorkflowStore store, InstanceHistory history, GraphCache graphs)
    {
        if (ExecutionSet.Holding(context.Caller().Tenant, activityInstanceId, store, history, graphs) is not { } set)
        {
            return Results.NotFound();
        }

        var execution = set.Find(activityInstanceId)!; // the set holds it
        JsonElement[] attempts = execution.RetryAttempts.ValueKind == JsonValueKind.Array ? [.. execution.RetryAttempts.EnumerateArray()] : [];
        var stretch = Stretch.Of(skip, take, null, null);
        return InstanceJson.Ok(new
        {
            items = attempts.Skip(stretch.Skip).Take(stretch.Take).Select(attempt => new
            {
                id = string.Create(CultureInfo.InvariantCulture, $"{execution.Id}:{attempt.Member("attemptNumber").GetInt32()}"),
                activityInstanceId = execution.Id,
                activityId = set.Steps.IdOf(execution.NodeId),
                workflowInstanceId = set.InstanceId,
                attemptNumber = attempt.Member("attemptNumber"),
                retryDelay = attempt.Member("retryDelay"),
                details = attempt.Member("details"),
            }),
            totalCount = attempts.Length,
        });
    }
}
