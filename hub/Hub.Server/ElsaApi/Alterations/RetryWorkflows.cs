using System.Text.Json;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;
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

    /// <summary>The texts of a JSON array; empty where there is none.</summary>
    public static IReadOnlyList<string> Texts(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(item => item.AsText()).OfType<string>()] : [];

    private static async Task<IResult> HandleAsync(HttpContext context, InstanceAlterations altering, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: cancellationToken);
            return await AlterationCalls.RunAsync(
                context, altering, clock, Texts(body.RootElement.Member("workflowInstanceIds")), [new RetryActivities(Texts(body.RootElement.Member("activityIds")))], cancellationToken);
        }
        catch (JsonException)
        {
            return ElsaErrors.Validation(context, [new("Le corps n'est pas du JSON.", "The body is not JSON.")]);
        }
    }

    private static Task<IResult> HandleQueryAsync(HttpContext context, InstanceAlterations altering, TimeProvider clock, CancellationToken cancellationToken) => AlterationCalls.RunAsync(
        context,
        altering,
        clock,
        [.. context.Request.Query["workflowInstanceIds"].OfType<string>()],
        [new RetryActivities([.. context.Request.Query["activityIds"].OfType<string>()])],
        cancellationToken);
}
