using System.IO.Compression;
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
    private const int MostFiles = 1000;
    private const long MostBytesOfAll = 128L * 1024 * 1024;

    private static readonly LocalizedText NoFile = new(
        "Aucun fichier n'est arrivé. Envoyez un formulaire multipart dont chaque fichier est une exécution exportée, en JSON ou en ZIP.",
        "No file came. Send a multipart form in which each file is an exported run, as JSON or ZIP.");

    private static readonly LocalizedText NotAnExport = new(
        "ce n'est pas l'export d'une exécution par un hub (membre Hub absent)",
        "it is not a run exported by a hub (member Hub is missing)");

    private static readonly LocalizedText TooLarge = new(
        $"une archive contient au plus {MostFiles} fichiers et {MostBytesOfAll} octets décompressés ; envoyez-la en plusieurs fois",
        $"an archive may hold at most {MostFiles} files and {MostBytesOfAll} bytes unpacked; send it in parts");

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/bulk-actions/import/workflow-instances", HandleAsync)
        .WithName("importWorkflowInstances")
        .WithMetadata(new BodyKind("multipart/form-data"))
        .WithBodyLimit(BodyLimits.Document)
        .RequirePermission(Permissions.WorkflowsWrite);

    private static async Task<IResult> HandleAsync(
        HttpContext context, InstanceOrders orders, IWorkflowStore store, IDefinitionStore definitions, GraphCache graphs, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return ElsaErrors.Validation(context, [NoFile]);
        }

        var tenant = context.Caller().Tenant;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var errors = new List<LocalizedText>();
        var read = new List<ExportedInstance>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var (name, content) in FilesAsync(form.Files, errors, cancellationToken))
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
                errors.Add(new($"{name} : {error.Text.Fr}", $"{name}: {error.Text.En}"));
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

    // What an archive says of its sizes may be a lie: what comes out is counted. Nothing is ever written under a name from an archive.
    private static async IAsyncEnumerable<(string Name, byte[] Content)> FilesAsync(
        IFormFileCollection files, List<LocalizedText> errors, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = MostBytesOfAll;
        var count = 0;
        foreach (var file in files)
        {
            await using var stream = file.OpenReadStream();
            if (file.ContentType == "application/json" || file.FileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                left -= file.Length;
                if (++count <= MostFiles && await UnpackAsync(() => Task.FromResult<Stream>(stream), left + file.Length, cancellationToken) is { } content)
                {
                    yield return (Short(file.FileName), content);
                    continue;
                }

                errors.Add(TooLarge);
                yield break;
            }

            if (TryOpen(stream) is not { } zip)
            {
                errors.Add(new($"{Short(file.FileName)} : ni JSON ni ZIP", $"{Short(file.FileName)}: neither JSON nor ZIP"));
                continue;
            }

            using (zip)
            {
                foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
                {
                    if (++count > MostFiles || await UnpackAsync(() => entry.OpenAsync(cancellationToken), left, cancellationToken) is not { } content)
                    {
                        errors.Add(TooLarge);
                        yield break;
                    }

                    left -= content.Length;
                    yield return (Short(entry.Name), content);
                }
            }
        }
    }

    private static ZipArchive? TryOpen(Stream stream)
    {
        try
        {
            // The list of its files is read when it is first asked for, and may be damaged too.
            var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            _ = zip.Entries;
            return zip;
        }
        catch (Exception error) when (IsDamage(error))
        {
            return null;
        }
    }

    // Null when there is more than may be. What is damaged inside ends early and is told as no export.
    private static async Task<byte[]?> UnpackAsync(Func<Task<Stream>> open, long most, CancellationToken cancellationToken)
    {
        using var unpacked = new MemoryStream();
        var buffer = new byte[32 * 1024];
        try
        {
            await using var packed = await open();
            int read;
            while ((read = await packed.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (unpacked.Length + read > most)
                {
                    return null;
                }

                unpacked.Write(buffer, 0, read);
            }
        }
        catch (Exception error) when (IsDamage(error))
        {
            return [];
        }

        return unpacked.ToArray();
    }

    // Places that lie outside of the file come as anything from a wrong argument to an end of the stream.
    private static bool IsDamage(Exception error) => error is InvalidDataException or IOException or ArgumentException or NotSupportedException;

    private static string Short(string name) => name.Length > 100 ? name[..100] : name;
}
