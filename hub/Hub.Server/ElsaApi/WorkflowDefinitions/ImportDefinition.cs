using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// <c>POST|PUT /workflow-definitions/import</c>: saves a definition as the next version of its id. Refuses only what cannot be
/// loaded; what could go wrong later is in the <c>hub-warnings</c> header, counted, and in the log of the import.
/// </summary>
internal static class ImportDefinition
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapMethods("/workflow-definitions/import", ["POST", "PUT"], HandleAsync)
        .WithName("importWorkflowDefinition")
        .WithMetadata(BodyKind.Json)
        .RequirePermission(Permissions.WorkflowsWrite);

    private static async Task<IResult> HandleAsync(HttpContext context, DefinitionPublisher publisher, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        try
        {
            var imported = await publisher.ImportAsync(
                context.Caller().Tenant,
                body.ToArray(),
                [ElsaAudit.Entry(context, AuditCatalog.WorkflowImported, "", clock)],
                cancellationToken);
            var model = DefinitionModel.Of(imported.Definition);
            model["validationErrors"] = new System.Text.Json.Nodes.JsonArray(
                [.. imported.Warnings.Select(warning => System.Text.Json.Nodes.JsonValue.Create($"{warning.Place}: {warning.Text.English}"))]);
            return Results.Json(model, statusCode: imported.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        }
        catch (DefinitionException error)
        {
            return ElsaErrors.Validation(context, [new($"{error.Text.French} ({error.Place})", $"{error.Text.English} ({error.Place})")]);
        }
    }
}
