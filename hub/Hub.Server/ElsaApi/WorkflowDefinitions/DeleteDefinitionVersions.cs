using Hub.Server.Exchange;
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

    private static async Task<IResult> HandleAsync(string definitionId, HttpContext context, IDefinitionStore definitions, IUnitOfWorkStore store, TimeProvider clock)
    {
        var tenant = context.Caller().Tenant;
        if (definitions.FindLatest(tenant, definitionId) is not { } found || found.Tenant != tenant)
        {
            return Results.NotFound();
        }

        await store.CommitAsync(
            [new DeleteDefinition(tenant, definitionId), ElsaAudit.Entry(context, AuditCatalog.WorkflowDeleted, definitionId, clock)],
            CancellationToken.None);
        return Results.NoContent();
    }
}
