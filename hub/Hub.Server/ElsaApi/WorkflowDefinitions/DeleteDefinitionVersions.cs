using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// Deletes a definition with every version and trigger, or one version by its id or number. A shared definition is not a tenant's
/// to delete.
/// </summary>
internal static class DeleteDefinitionVersions
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapDelete("/workflow-definitions/{definitionId}", DeleteAsync).WithName("deleteWorkflowDefinition").RequirePermission(Permissions.WorkflowsWrite);
        api.MapDelete("/workflow-definition-versions/{versionId}", DeleteByIdAsync).WithName("deleteWorkflowDefinitionVersion").RequirePermission(Permissions.WorkflowsWrite);
        api.MapDelete("/workflow-definitions/{definitionId}/version/{version}", DeleteByNumberAsync)
            .WithName("deleteWorkflowDefinitionVersionByNumber")
            .RequirePermission(Permissions.WorkflowsWrite);
    }

    private static async Task<IResult> DeleteAsync(string definitionId, HttpContext context, DefinitionPublisher publisher, TimeProvider clock, CancellationToken cancellationToken) =>
        await publisher.DeleteAsync(
            context.Caller().Tenant,
            definitionId,
            context.IfMatch(),
            [ElsaAudit.Entry(context, AuditCatalog.WorkflowDeleted, definitionId, clock)],
            cancellationToken)
            ? Results.NoContent()
            : Results.NotFound();

    private static async Task<IResult> DeleteByIdAsync(string versionId, HttpContext context, DefinitionPublisher publisher, TimeProvider clock, CancellationToken cancellationToken) =>
        await DeleteVersionAsync(versionId, context, publisher, clock, cancellationToken) ? Results.NoContent() : Results.NotFound();

    // Elsa answers this form with 200.
    private static async Task<IResult> DeleteByNumberAsync(
        string definitionId,
        int version,
        HttpContext context,
        DefinitionPublisher publisher,
        IDefinitionStore definitions,
        TimeProvider clock,
        CancellationToken cancellationToken) =>
        definitions.Versions(context.Caller().Tenant, definitionId).FirstOrDefault(candidate => candidate.Version == version) is { } found
            && await DeleteVersionAsync(found.VersionId, context, publisher, clock, cancellationToken)
            ? Results.Ok()
            : Results.NotFound();

    private static Task<bool> DeleteVersionAsync(string versionId, HttpContext context, DefinitionPublisher publisher, TimeProvider clock, CancellationToken cancellationToken) =>
        publisher.DeleteVersionAsync(
            context.Caller().Tenant,
            versionId,
            context.IfMatch(),
            [ElsaAudit.Entry(context, AuditCatalog.WorkflowDeleted, versionId, clock)],
            cancellationToken);
}
