using Hub.Server.Web;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.Execution;

/// <summary>
/// <c>POST /workflow-definitions/{definitionId}/dispatch</c> and <c>…/bulk-dispatch</c>: begins one workflow or several and answers
/// with their ids once they are durable, without waiting for what they wait for.
/// </summary>
internal static class DispatchWorkflow
{
    /// <summary>The most instances that one call may begin.</summary>
    public const int MostAtOnce = 1000;

    private const int SideBySide = 8;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/workflow-definitions/{definitionId}/dispatch", OneAsync)
            .WithName("dispatchWorkflow")
            .WithMetadata(BodyKind.Json)
            .WithBodyLimit(BodyLimits.Request)
            .WithWork(WorkClass.New)
            .RequirePermission(Permissions.WorkflowsRun);
        api.MapPost("/workflow-definitions/{definitionId}/bulk-dispatch", ManyAsync)
            .WithName("dispatchWorkflows")
            .WithMetadata(BodyKind.Json)
            .WithBodyLimit(BodyLimits.Request)
            .WithWork(WorkClass.New)
            .RequirePermission(Permissions.WorkflowsRun);
    }

    private static async Task<IResult> OneAsync(string definitionId, HttpContext context, IDefinitionStore definitions, WorkflowStarter starter, CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(context);
        var request = RunRequest.FromBody(await ElsaJson.ReadBodyAsync(context, cancellationToken));
        if (definitions.Find(context.Caller().Tenant, definitionId, request.Versions) is not { } version)
        {
            return Results.NotFound();
        }

        var started = await starter.StartAsync(context, version, request, request.InstanceId ?? starter.NewInstanceId(), key, cancellationToken);
        return started.Problem is { } problem ? StartRefusal.Of(context, problem) : Results.Json(new { workflowInstanceId = started.InstanceId });
    }

    private static async Task<IResult> ManyAsync(string definitionId, HttpContext context, IDefinitionStore definitions, WorkflowStarter starter, CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(context);
        var request = RunRequest.FromBody(await ElsaJson.ReadBodyAsync(context, cancellationToken)) with { InstanceId = null };
        if (definitions.Find(context.Caller().Tenant, definitionId, request.Versions) is not { } version)
        {
            return Results.NotFound();
        }

        // Each is a message of its own: a call that is cut off half-way begins, when it is sent again with its key, only those that are missing.
        var started = new StartedInstance[request.Count];
        await Parallel.ForAsync(0, request.Count, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (number, token) =>
            started[number] = await starter.StartAsync(context, version, request, starter.NewInstanceId(), key is null ? null : $"{key} {number}", token));
        return started.FirstOrDefault(one => one.Problem is not null)?.Problem is { } problem && started.All(one => one.Problem is not null)
            ? StartRefusal.Of(context, problem)
            : Results.Json(new { workflowInstanceIds = started.Where(one => one.Problem is null).Select(one => one.InstanceId) });
    }
}
