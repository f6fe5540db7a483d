using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary><c>POST /workflow-definitions/{definitionId}/retract</c>: takes a definition out of force; running instances go on.</summary>
internal static class RetractDefinitionVersion
{
    private static readonly LocalizedText NotPublished = new("Aucune version de ce workflow n'est publiée.", "No version of this workflow is published.");

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/workflow-definitions/{definitionId}/retract", HandleAsync)
        .WithName("retractWorkflowDefinition")
        .RequirePermission(Permissions.WorkflowsPublish);

    private static async Task<IResult> HandleAsync(
        string definitionId,
        HttpContext context,
        DefinitionPublisher publisher,
        IDefinitionStore definitions,
        DefinitionModel models,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var tenant = context.Caller().Tenant;
        if (definitions.FindLatest(tenant, definitionId) is null)
        {
            return Results.NotFound();
        }

        return await publisher.RetractAsync(
            tenant, definitionId, context.IfMatch(), [ElsaAudit.Entry(context, AuditCatalog.WorkflowRetracted, definitionId, clock)], cancellationToken)
            && definitions.FindLatest(tenant, definitionId) is { } latest
            ? models.Answer(context, latest)
            : ElsaErrors.Validation(context, [NotPublished]);
    }
}
