using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.ElsaApi.Alterations;

/// <summary>
/// <c>GET|POST /alterations/workflows/retry</c>: runs the faulted activities of instances again, or only those named. The same
/// executions go on: a second one beside a faulted one would keep its container open for ever.
/// </summary>
internal static class RetryWorkflows
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/alterations/workflows/retry", HandleAsync).WithName("retryWorkflows").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsRun);
        api.MapGet("/alterations/workflows/retry", HandleQueryAsync).WithName("retryWorkflowsByQuery").RequirePermission(Permissions.WorkflowsRun);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, InstanceAlterations altering, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadBodyAsync(context, cancellationToken);
        return await AlterationCalls.RunAsync(context, altering, clock, body.Texts("workflowInstanceIds"), [new RetryActivities(body.Texts("activityIds"))], cancellationToken);
    }

    private static Task<IResult> HandleQueryAsync(HttpContext context, InstanceAlterations altering, TimeProvider clock, CancellationToken cancellationToken) => AlterationCalls.RunAsync(
        context,
        altering,
        clock,
        [.. context.Request.Query["workflowInstanceIds"].OfType<string>()],
        [new RetryActivities([.. context.Request.Query["activityIds"].OfType<string>()])],
        cancellationToken);
}
