using System.Text.Json;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary>
/// <c>POST /bulk-actions/import/workflow-instances</c>: exports of a hub, as JSON or ZIP. All files are read and checked before the first
/// is taken in; when one cannot be, none is, and each mistake is told with its file. An export of another Elsa server tells what a
/// run showed and not how to go on with it: it is refused.
/// </summary>
internal static class ImportInstances
{
    private static readonly UploadedFiles Upload = new(mostFiles: 1000, mostBytesOfOne: 128L * 1024 * 1024, mostBytesOfAll: 128L * 1024 * 1024);

    private static readonly LocalizedText NoFile = new(
        "Aucun fichier n'est arrivé. Envoyez un formulaire multipart dont chaque fichier est une exécution exportée, en JSON ou en ZIP.",
        "No file came. Send a multipart form in which each file is an exported run, as JSON or ZIP.");

    private static readonly LocalizedText NotAnExport = new(
        "ce n'est pas l'export d'une exécution par un hub (membre Hub absent)",
        "it is not a run exported by a hub (member Hub is missing)");

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/bulk-actions/import/workflow-instances", HandleAsync)
        .WithName("importWorkflowInstances")
        .WithMetadata(new BodyKind("multipart/form-data"))
        .WithBodyLimit(BodyLimits.Document)
        .RequirePermission(Permissions.WorkflowsWrite);

    private static async Task<IResult> HandleAsync(
        HttpContext context, InstanceOrders orders, IWorkflowStore store, IDefinitionStore definitions, GraphCache graphs, TimeProvider clock, CancellationToken cancellationToken)
    {
        var tenant = context.Caller().Tenant;
        var errors = new List<LocalizedText>();
        var read = new List<ExportedInstance>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var (name, content) in Upload.ReadAsync(context, errors, cancellationToken))
        {
            try
            {
                var exported = Read(content, tenant, store, definitions, graphs);
                if (!exported.Bookmarks.Select(bookmark => bookmark.Id).Append(exported.Row.Id).All(ids.Add))
                {
                    // Twice in what was sent.
                    throw new InstanceImportException(ExportedInstance.Taken);
                }

                read.Add(exported);
            }
            catch (InstanceImportException error)
            {
                errors.Add(UploadedFiles.About(name, error.Text));
            }
        }

        if (errors.Count > 0 || read.Count == 0)
        {
            return ElsaErrors.Validation(context, errors.Count > 0 ? errors : [NoFile]);
        }

        var count = 0;
        foreach (var exported in read)
        {
            count += await orders.ImportAsync(tenant, exported, [ElsaAudit.Entry(context, AuditCatalog.WorkflowInstanceImported, exported.Row.Id, clock)], cancellationToken) ? 1 : 0;
        }

        return InstanceJson.Ok(new { count, imported = count });
    }

    private static ExportedInstance Read(byte[] content, TenantId tenant, IWorkflowStore store, IDefinitionStore definitions, GraphCache graphs)
    {
        try
        {
            return JsonValues.Parse(content).Member("Hub") is { ValueKind: JsonValueKind.Object } own
                ? ExportedInstance.Read(own, tenant, store, definitions, graphs)
                : throw new InstanceImportException(NotAnExport);
        }
        catch (JsonException error)
        {
            throw new InstanceImportException(NotAnExport, error);
        }
    }
}
