using System.Text.Json;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// <c>POST|PUT /workflow-definitions/import</c> and <c>…/{definitionId}/import</c>: saves a definition as the next version of its id.
/// Refuses only what cannot be loaded; what could go wrong later is in <c>validationErrors</c>, each with its place.
/// </summary>
internal static class ImportDefinition
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapMethods("/workflow-definitions/import", ["POST", "PUT"], HandleAsync)
            .WithName("importWorkflowDefinition")
            .WithMetadata(BodyKind.Json)
            .RequirePermission(Permissions.WorkflowsWrite);
        api.MapMethods("/workflow-definitions/{definitionId}/import", ["POST", "PUT"], HandleIntoAsync)
            .ExcludeFromDescription()
            .WithMetadata(BodyKind.Json)
            .RequirePermission(Permissions.WorkflowsWrite);
    }

    private static Task<IResult> HandleAsync(HttpContext context, DefinitionPublisher publisher, DefinitionModel models, TimeProvider clock, CancellationToken cancellationToken) =>
        ImportAsync(null, context, publisher, models, clock, cancellationToken);

    private static Task<IResult> HandleIntoAsync(
        string definitionId, HttpContext context, DefinitionPublisher publisher, DefinitionModel models, TimeProvider clock, CancellationToken cancellationToken) =>
        ImportAsync(definitionId, context, publisher, models, clock, cancellationToken);

    private static async Task<IResult> ImportAsync(
        string? definitionId, HttpContext context, DefinitionPublisher publisher, DefinitionModel models, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadBytesAsync(context, cancellationToken);
        DefinitionPublisher.RequireText(body);
        var given = GivenDefinition.Read(ReadJson(body));
        var isUnnamed = definitionId is null && given.DefinitionId.Length == 0;
        if (definitionId is not null)
        {
            given = given with { DefinitionId = definitionId };
        }

        var imported = await publisher.SaveAsync(
            context.Caller().Tenant,
            given,
            publish: false,
            context.IfMatch(),
            [ElsaAudit.Entry(context, AuditCatalog.WorkflowImported, given.DefinitionId, clock)],
            cancellationToken);
        return models.Answer(context, imported.Definition, isUnnamed ? StatusCodes.Status201Created : StatusCodes.Status200OK, imported.Warnings);
    }

    private static JsonElement ReadJson(byte[] body)
    {
        try
        {
            return JsonValues.Parse(body);
        }
        catch (JsonException)
        {
            throw new DefinitionException("", "A workflow definition is one JSON object.", "Une définition de workflow est un objet JSON.");
        }
    }
}
