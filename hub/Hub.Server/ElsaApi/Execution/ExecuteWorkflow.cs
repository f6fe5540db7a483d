using Hub.Server.Web;

namespace Hub.Server.ElsaApi.Execution;

/// <summary><c>POST|GET /workflow-definitions/{definitionId}/execute</c>: runs a workflow while the caller waits (<see cref="SynchronousRun"/>).</summary>
internal static class ExecuteWorkflow
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/workflow-definitions/{definitionId}/execute", PostAsync)
            .WithName("executeWorkflow")
            .WithMetadata(BodyKind.Json)
            .WithBodyLimit(BodyLimits.Request)
            .RequirePermission(Permissions.WorkflowsRun);
        api.MapGet("/workflow-definitions/{definitionId}/execute", GetAsync)
            .WithName("executeWorkflowByQuery")
            .RequirePermission(Permissions.WorkflowsRun);
    }

    private static async Task<IResult> PostAsync(string definitionId, HttpContext context, SynchronousRun run, CancellationToken cancellationToken) =>
        await run.RunAsync(definitionId, RunRequest.FromBody(await ElsaJson.ReadBodyAsync(context, cancellationToken)), context, cancellationToken);

    private static Task<IResult> GetAsync(string definitionId, HttpContext context, SynchronousRun run, CancellationToken cancellationToken) =>
        run.RunAsync(definitionId, RunRequest.FromQuery(context), context, cancellationToken);
}
