using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary><c>POST /workflow-definitions/{definitionId}/revert/{version}</c>: a new draft with the content of an earlier version.</summary>
internal static class RevertDefinition
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/workflow-definitions/{definitionId}/revert/{version}", HandleAsync)
        .WithName("revertWorkflowDefinition")
        .RequirePermission(Permissions.WorkflowsWrite);

    private static async Task<IResult> HandleAsync(
        string definitionId, int version, HttpContext context, DefinitionPublisher publisher, TimeProvider clock, CancellationToken cancellationToken)
    {
        var draft = await publisher.RevertAsync(
            context.Caller().Tenant,
            definitionId,
            version,
            context.IfMatch(),
            [ElsaAudit.Entry(context, AuditCatalog.WorkflowSaved, definitionId, clock)],
            cancellationToken);
        if (draft is null)
        {
            return Results.NotFound();
        }

        context.Response.Headers.ETag = draft.EntityTag;
        return ElsaJson.Answer(writer => DefinitionModel.WriteSummary(writer, draft, context.Caller()), StatusCodes.Status201Created);
    }
}
