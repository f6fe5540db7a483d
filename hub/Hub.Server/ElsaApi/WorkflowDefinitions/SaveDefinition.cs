using System.Text.Json;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// <c>POST /workflow-definitions</c>: what the designer saves after each edit, and with <c>publish</c> puts into force. Saving the
/// same thing again is harmless: a draft is written over.
/// </summary>
internal static class SaveDefinition
{
    private static readonly LocalizedText MayNotPublish = new(
        "Votre clé permet d'enregistrer ce workflow, pas de le publier (workflows:publish).",
        "Your key allows saving this workflow, not publishing it (workflows:publish).");

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/workflow-definitions", HandleAsync)
        .WithName("saveWorkflowDefinition")
        .WithMetadata(BodyKind.Json)
        .RequirePermission(Permissions.WorkflowsWrite);

    private static async Task<IResult> HandleAsync(
        HttpContext context,
        DefinitionPublisher publisher,
        PublicationAnswer answer,
        IdGenerator ids,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadBodyAsync(context, cancellationToken);
        var publish = body.Flag("publish");
        if (publish && !context.Caller().May(Permissions.WorkflowsPublish))
        {
            return ElsaErrors.Of(context, StatusCodes.Status403Forbidden, [MayNotPublish]);
        }

        var given = GivenDefinition.ReadDraft(body.Member("model"), ids);
        var action = publish ? AuditCatalog.WorkflowPublished : AuditCatalog.WorkflowSaved;
        var saved = await publisher.SaveAsync(
            context.Caller().Tenant,
            given,
            publish,
            context.IfMatch(),
            [ElsaAudit.Entry(context, action, given.DefinitionId, clock)],
            cancellationToken);
        return answer.Of(context, saved);
    }
}
