using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary><c>POST /workflow-definitions/{definitionId}/publish</c>: puts the latest version into force, or says why not.</summary>
internal static class PublishDefinitionVersion
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/workflow-definitions/{definitionId}/publish", HandleAsync)
        .WithName("publishWorkflowDefinition")
        .RequirePermission(Permissions.WorkflowsPublish);

    private static async Task<IResult> HandleAsync(string definitionId, HttpContext context, DefinitionPublisher publisher, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var published = await publisher.PublishAsync(
                context.Caller().Tenant,
                definitionId,
                [ElsaAudit.Entry(context, AuditCatalog.WorkflowPublished, definitionId, clock)],
                cancellationToken);
            return published.Errors.Count > 0
                ? ElsaErrors.Validation(context, published.Errors)
                : Results.Ok(new
                {
                    workflowDefinition = DefinitionModel.Of(published.Definition),
                    alreadyPublished = published.AlreadyPublished,
                    consumingWorkflowCount = 0,
                    validationErrors = Array.Empty<string>(),
                });
        }
        catch (KeyNotFoundException)
        {
            return Results.NotFound();
        }
    }
}
