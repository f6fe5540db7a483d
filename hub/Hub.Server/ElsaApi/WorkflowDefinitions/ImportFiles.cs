using System.IO.Compression;
using System.Text.Json;
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
    private const int MostFiles = 1000;
    private const int MostBytesOfOne = (int)BodyLimits.Default;
    private const int MostBytesOfAll = 64 * 1024 * 1024;

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
        if (!context.Request.HasFormContentType)
        {
            return ElsaErrors.Validation(context, [NoFile]);
        }

        var tenant = context.Caller().Tenant;
        var given = new List<WorkflowDefinition>();
        var errors = new List<LocalizedText>();
        try
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            foreach (var (name, content) in await ReadFilesAsync(form.Files, cancellationToken))
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
                    errors.Add(new($"{name} : {error.Text.French} ({error.Place})", $"{name}: {error.Text.English} ({error.Place})"));
                }
            }
        }
        catch (InvalidDataException)
        {
            errors.Add(new("Le formulaire ou une archive ZIP qu'il contient est illisible. Envoyez des définitions JSON ou des archives ZIP.", "The form or a ZIP archive in it cannot be read. Send JSON definitions or ZIP archives."));
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

    private static async Task<List<(string Name, byte[] Content)>> ReadFilesAsync(IFormFileCollection files, CancellationToken cancellationToken)
    {
        var found = new List<(string, byte[])>();
        var total = 0L;
        foreach (var file in files)
        {
            using var content = new MemoryStream();
            await using (var stream = file.OpenReadStream())
            {
                await stream.CopyToAsync(content, cancellationToken);
            }

            var bytes = content.ToArray();
            if (!bytes.AsSpan().StartsWith("PK\u0003\u0004"u8))
            {
                found.Add((NameOf(file.FileName), bytes));
                continue;
            }

            content.Position = 0;
            using var zip = new ZipArchive(content, ZipArchiveMode.Read);
            foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                // What the archive says of its sizes may be a lie: what comes out is counted.
                var unpacked = await UnpackAsync(entry, cancellationToken);
                total += unpacked.Length;
                found.Add((NameOf(entry.Name), unpacked));
                if (found.Count > MostFiles || total > MostBytesOfAll)
                {
                    throw new DefinitionException(
                        "",
                        $"An archive may hold at most {MostFiles} definitions and {MostBytesOfAll} bytes unpacked. Send it in parts.",
                        $"Une archive contient au plus {MostFiles} définitions et {MostBytesOfAll} octets décompressés. Envoyez-la en plusieurs fois.");
                }
            }
        }

        return found;
    }

    private static async Task<byte[]> UnpackAsync(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        using var unpacked = new MemoryStream();
        var buffer = new byte[16 * 1024];
        await using var content = await entry.OpenAsync(cancellationToken);
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            unpacked.Write(buffer, 0, read);
            if (unpacked.Length > MostBytesOfOne)
            {
                throw new DefinitionException(
                    "",
                    $"{NameOf(entry.Name)} has more than {MostBytesOfOne} bytes unpacked.",
                    $"{NameOf(entry.Name)} a plus de {MostBytesOfOne} octets décompressés.");
            }
        }

        return unpacked.ToArray();
    }

    // Only for messages: nothing is ever written under a name from an archive.
    private static string NameOf(string name) => name.Length > 100 ? name[..100] : name;
}
