using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// <c>POST /workflow-definitions/import-files</c>: definitions as JSON files, or as ZIP archives of them. All are read and checked
/// first: when one cannot be loaded, none is saved and each mistake is told with its file.
/// </summary>
internal static class ImportFiles
{
    private static readonly UploadedFiles Upload = new(mostFiles: 1000, mostBytesOfOne: BodyLimits.Default, mostBytesOfAll: 64 * 1024 * 1024);

    private static readonly LocalizedText NoFile = new(
        "Aucun fichier n'est arrivé. Envoyez un formulaire multipart dont chaque fichier est une définition JSON ou une archive ZIP.",
        "No file came. Send a multipart form in which each file is a JSON definition or a ZIP archive.");

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/workflow-definitions/import-files", HandleAsync)
        .WithName("importWorkflowDefinitionFiles")
        .WithMetadata(new BodyKind("multipart/form-data"))
        .RequirePermission(Permissions.WorkflowsWrite);

    private static async Task<IResult> HandleAsync(HttpContext context, DefinitionPublisher publisher, GraphCache graphs, TimeProvider clock, CancellationToken cancellationToken)
    {
        var tenant = context.Caller().Tenant;
        var given = new List<WorkflowDefinition>();
        var errors = new List<LocalizedText>();
        await foreach (var (name, content) in Upload.ReadAsync(context, errors, cancellationToken))
        {
            try
            {
                DefinitionPublisher.RequireText(content);
                var definition = GivenDefinition.Read(JsonValues.Parse(content));
                graphs.Check(definition, tenant);
                given.Add(definition);
            }
            catch (DefinitionException error)
            {
                errors.Add(UploadedFiles.About(name, new($"{error.Text.French} ({error.Place})", $"{error.Text.English} ({error.Place})")));
            }
        }

        if (errors.Count > 0 || given.Count == 0)
        {
            return ElsaErrors.Validation(context, errors.Count > 0 ? errors : [NoFile]);
        }

        foreach (var definition in given)
        {
            await publisher.SaveAsync(
                tenant,
                definition,
                publish: false,
                ifMatch: null,
                [ElsaAudit.Entry(context, AuditCatalog.WorkflowImported, definition.DefinitionId, clock)],
                cancellationToken);
        }

        return Results.Json(new { count = given.Count });
    }
}
