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

    private static async Task<IResult> HandleAsync(
        string definitionId,
        HttpContext context,
        DefinitionPublisher publisher,
        PublicationAnswer answer,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        try
        {
            return answer.Of(context, await publisher.PublishAsync(
                context.Caller().Tenant,
                definitionId,
                context.IfMatch(),
                [ElsaAudit.Entry(context, AuditCatalog.WorkflowPublished, definitionId, clock)],
                cancellationToken));
        }
        catch (KeyNotFoundException)
        {
            return Results.NotFound();
        }
    }
}
