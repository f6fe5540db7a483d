using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Hub.Server.ElsaApi.ActivityExecutions;
using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary>
/// <c>GET /workflow-instances/{id}/export</c> and <c>POST /bulk-actions/export/workflow-instances</c>: one instance as JSON, several as ZIP.
/// The members are those of Elsa's exports, and <c>Hub</c>, from which this hub takes it back as it was. Audited: personal data leaves.
/// </summary>
internal static class ExportInstances
{
    private const int MostInstances = 1000;
    private const int MostBytes = 64 * 1024 * 1024;

    private static readonly LocalizedText TooMany = new(
        $"Au plus {MostInstances} exécutions et {MostBytes} octets comprimés par export. Faites-en plusieurs.",
        $"At most {MostInstances} runs and {MostBytes} packed bytes an export. Make several.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-instances/{id}/export", OneAsync).WithName("exportWorkflowInstance").RequirePermission(Permissions.WorkflowsRead);
        api.MapPost("/workflow-instances/{id}/export", OneAsync).ExcludeFromDescription().RequirePermission(Permissions.WorkflowsRead);
        api.MapPost("/bulk-actions/export/workflow-instances", ManyAsync).WithName("exportWorkflowInstances").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsRead);
    }

    private static Task<IResult> OneAsync(
        string id, HttpContext context, IWorkflowStore store, InstanceHistory history, GraphCache graphs, IUnitOfWorkStore units, TimeProvider clock, CancellationToken cancellationToken) =>
        AnswerAsync([id], context, store, history, graphs, units, clock, cancellationToken);

    private static async Task<IResult> ManyAsync(
        HttpContext context, IWorkflowStore store, InstanceHistory history, GraphCache graphs, IUnitOfWorkStore units, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (request, refusal) = await InstanceJson.ReadAsync<Request>(context, cancellationToken);
        return refusal ?? await AnswerAsync([.. (request.Ids ?? []).Distinct(StringComparer.Ordinal)], context, store, history, graphs, units, clock, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(
        IReadOnlyList<string> ids,
        HttpContext context,
        IWorkflowStore store,
        InstanceHistory history,
        GraphCache graphs,
        IUnitOfWorkStore units,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (ids.Count > MostInstances)
        {
            return ElsaErrors.Validation(context, [TooMany]);
        }

        var tenant = context.Caller().Tenant;
        var found = ids.Where(id => store.FindInstance(id)?.Tenant == tenant).ToArray();
        if (found.Length == 0)
        {
            return Results.NotFound();
        }

        // Before anything leaves.
        await units.CommitAsync([.. found.Select(id => ElsaAudit.Entry(context, AuditCatalog.WorkflowInstanceExported, id, clock))], cancellationToken);
        if (ids.Count == 1)
        {
            return Content(tenant, found[0], store, history, graphs) is { } content ? Results.File(content, "application/json", FileName(found[0])) : Results.NotFound();
        }

        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in found)
            {
                if (Content(tenant, id, store, history, graphs) is { } content)
                {
                    using var entry = zip.CreateEntry(FileName(id)).Open();
                    entry.Write(content);
                }

                if (file.Length > MostBytes)
                {
                    return ElsaErrors.Validation(context, [TooMany]);
                }
            }
        }

        return Results.File(file.ToArray(), "application/zip", "workflow-instances.zip");
    }

    private static byte[]? Content(TenantId tenant, string id, IWorkflowStore store, InstanceHistory history, GraphCache graphs)
    {
        if (history.Export(tenant, id, store) is not { } exported || ExecutionSet.Of(tenant, id, store, history, graphs) is not { } set)
        {
            return null;
        }

        var state = WorkflowStateModel.Of(exported.Row, graphs.Find(exported.Row.VersionId));
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = InstanceJson.Options.Encoder, MaxDepth = InstanceJson.Options.MaxDepth }))
        {
            // Elsa reads these names as they stand.
            writer.WriteStartObject();
            Write(writer, "WorkflowState", state);
            Write(writer, "Bookmarks", state.Bookmarks.Select(bookmark => new
            {
                bookmark.Id,
                activityTypeName = bookmark.Name,
                workflowInstanceId = id,
                bookmark.ActivityInstanceId,
                bookmark.Hash,
                state.CorrelationId,
                bookmark.CreatedAt,
                bookmark.Payload,
                bookmark.Metadata,
            }));
            Write(writer, "ActivityExecutionRecords", set.Executions.Select(execution => ExecutionModel.Of(execution, set)));
            Write(writer, "WorkflowExecutionLogRecords", history.Journal(tenant, id).Select(entry => JournalModel.Of(id, entry, set.Steps)));
            writer.WritePropertyName("Hub");
            exported.Write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write<T>(Utf8JsonWriter writer, string name, T value)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, InstanceJson.Options);
    }

    // Ids come from outside, so only what is harmless in a name stays.
    private static string FileName(string id) => $"workflow-instance-{string.Concat(id.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')).ToLowerInvariant()}.json";

    private sealed record Request
    {
        public List<string>? Ids { get; set; }
    }
}
