using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary><c>DELETE /workflow-definitions/{definitionId}</c>: every version and trigger. A shared definition is not a tenant's to delete.</summary>
internal static class DeleteDefinitionVersions
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/workflow-definitions/{definitionId}", HandleAsync)
        .WithName("deleteWorkflowDefinition")
        .RequirePermission(Permissions.WorkflowsWrite);

    private static async Task<IResult> HandleAsync(string definitionId, HttpContext context, DefinitionPublisher publisher, TimeProvider clock, CancellationToken cancellationToken) =>
        await publisher.DeleteAsync(context.Caller().Tenant, definitionId, [ElsaAudit.Entry(context, AuditCatalog.WorkflowDeleted, definitionId, clock)], cancellationToken)
            ? Results.NoContent()
            : Results.NotFound();
}
