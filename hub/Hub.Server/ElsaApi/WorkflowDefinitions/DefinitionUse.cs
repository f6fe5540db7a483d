using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>Who uses a definition as an activity, and moving them to its published version.</summary>
internal static class DefinitionUse
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions/{definitionId}/consumers", Consumers).WithName("listConsumersOfWorkflowDefinition").RequirePermission(Permissions.WorkflowsRead);
        api.MapPost("/workflow-definitions/{definitionId}/update-references", UpdateReferencesAsync)
            .WithName("updateReferencesToWorkflowDefinition")
            .RequirePermission(Permissions.WorkflowsPublish);
    }

    private static IResult Consumers(string definitionId, HttpContext context, IDefinitionStore definitions, DefinitionConsumers consumers)
    {
        var tenant = context.Caller().Tenant;
        return definitions.FindLatest(tenant, definitionId) is null
            ? Results.NotFound()
            : Results.Json(new { consumingWorkflowDefinitionIds = consumers.Of(tenant, definitionId) });
    }

    private static async Task<IResult> UpdateReferencesAsync(
        string definitionId, HttpContext context, DefinitionPublisher publisher, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await publisher.UpdateReferencesAsync(
                context.Caller().Tenant,
                definitionId,
                [ElsaAudit.Entry(context, AuditCatalog.WorkflowSaved, definitionId, clock)],
                cancellationToken);
            return Results.Json(new { affectedWorkflows = plan.Updated.Select(updated => updated.Name) });
        }
        catch (KeyNotFoundException)
        {
            return Results.NotFound();
        }
    }
}
