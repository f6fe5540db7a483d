using System.Buffers;
using System.Security.Cryptography;
using Hub.Server.Exchange;
using Hub.Server.Web;
using Hub.Server.Web.Admission;

namespace Hub.Server.Requests.Documents;

/// <summary>
/// <c>POST /api/documents</c> takes a document as a stream and answers its claim check; <c>GET /api/documents/{id}</c> gives it
/// back. Documents never travel inside messages.
/// </summary>
internal static class DocumentEndpoints
{
    private static readonly Problem NotAccepted = new(
        415,
        "document-type-not-accepted",
        new("Type de document non accepté", "Document type not accepted"),
        new(
            "Le contenu n'est pas un PDF, une image PNG, JPEG, WebP, TIFF ou HEIC, ni un zip (le type est lu dans le contenu). Convertissez le document puis renvoyez-le.",
            "The content is neither a PDF, a PNG, JPEG, WebP, TIFF or HEIC image, nor a zip (the type is read from the content). Convert the document and send it again."));

    private static readonly Problem Unknown = new(
        404,
        "unknown-document",
        new("Document inconnu", "Unknown document"),
        new("Aucun document de cette collectivité ne porte cet identifiant.", "No document of this local authority has this identifier."));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/documents", StoreAsync)
            .WithName("storeDocument").WithSummary("Store a document / Déposer un document").WithTags("Documents")
            .RequirePermission(Permissions.DocumentsWrite)
            .WithWork(WorkClass.New)
            .WithMetadata(BodyKind.Bytes)
            .Produces(StatusCodes.Status201Created)
            .WithBodyLimit(BodyLimits.Document);
        routes.MapGet("/api/documents/{id}", GetAsync)
            .WithName("getDocument").WithSummary("Read a document / Lire un document").WithTags("Documents")
            .RequirePermission(Permissions.DocumentsRead);
    }

    private static async Task<IResult> StoreAsync(HttpContext context, HubOptions options, IUnitOfWorkStore store, IdGenerator ids, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var id = ids.NewId();
        var path = PathOf(options, caller.Tenant, id);
        var folder = Path.GetDirectoryName(path)!; // null only for a root
        var kept = false;
        try
        {
            DurableFolder.Create(folder);
            var (size, sha256, head) = await WriteAsync(context.Request.Body, path, cancellationToken);
            if (MediaTypes.Detect(head) is not { } mediaType)
            {
                return NotAccepted.ToResult();
            }

            DurableFolder.Sync(folder);
            var document = new Document(id, caller.Tenant, mediaType, size, sha256, clock.GetUtcNow());
            await store.CommitAsync([new AddDocument(document), Audit(caller, AuditCatalog.DocumentStored, id, clock)], CancellationToken.None);
            kept = true;
            return Results.Created($"/api/documents/{id}", new { id, mediaType, size, sha256 });
        }
        finally
        {
            if (!kept)
            {
                DeleteIfThere(path);
            }
        }
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, HubOptions options, IDocumentStore documents, IUnitOfWorkStore store, TimeProvider clock)
    {
        var caller = context.Caller();
        if (documents.Find(caller.Tenant, id) is not { } document)
        {
            return Unknown.ToResult();
        }

        await store.CommitAsync([Audit(caller, AuditCatalog.DocumentRead, id, clock)], CancellationToken.None);
        context.Response.Headers.ContentDisposition = "attachment";
        return Results.File(PathOf(options, caller.Tenant, id), document.MediaType, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{document.Sha256}\""));
    }

    // On disk before its row: a row without its file would be a promise that cannot be kept.
    private static async Task<(long Size, string Sha256, byte[] Head)> WriteAsync(Stream body, string path, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            var head = Array.Empty<byte>();
            long size = 0;
            int read;
            while ((read = await body.ReadAtLeastAsync(buffer, MediaTypes.HeadSize, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                if (size == 0)
                {
                    head = buffer.AsSpan(0, Math.Min(read, MediaTypes.HeadSize)).ToArray();
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                size += read;
            }

            file.Flush(flushToDisk: true);
            return (size, Convert.ToHexStringLower(hash.GetHashAndReset()), head);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The folder may be missing too: then there was nothing to keep.
    private static void DeleteIfThere(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static string PathOf(HubOptions options, TenantId tenant, string id) => Path.Combine(options.Data, "documents", tenant.Value, id);

    private static AuditEntry Audit(Caller caller, string action, string id, TimeProvider clock) =>
        new() { At = clock.GetUtcNow(), Tenant = caller.Tenant.Value, Actor = caller.KeyId, Action = action, Subject = id };
}
