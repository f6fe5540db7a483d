using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Hub.Workflows.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Hub.Server.Workflows.Http;

/// <summary>Answers a request with a workflow's file, or with several as one zip; ranges where the workflow allows them (RFC 9110 §14).</summary>
internal static class FileAnswer
{
    private static readonly FileExtensionContentTypeProvider TypesByName = new();

    // The same files give the same zip, whenever it is made: a download that is taken up again must go on in the same bytes.
    private static readonly DateTimeOffset ZipTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task WriteAsync(HttpContext context, WrittenHttpResponse written, WrittenFile answer, KeptFiles files, TenantId tenant, CancellationToken cancellationToken)
    {
        await using var stream = answer.Parts.Count == 1 ? Open(answer.Parts[0], files, tenant) : await ZipAsync(answer.Parts, files, tenant, cancellationToken);
        if (stream is null)
        {
            await Results.Json(new { errorMessage = "A file of this answer is not kept here (any more)." }, statusCode: StatusCodes.Status500InternalServerError).ExecuteAsync(context);
            return;
        }

        var name = answer.FileName ?? (answer.Parts.Count == 1 ? answer.Parts[0].FileName : "download.zip");
        var contentType = written.ContentType
            ?? (answer.Parts.Count == 1 ? answer.Parts[0].ContentType : "application/zip")
            ?? (TypesByName.TryGetContentType(name, out var byName) ? byName : "application/octet-stream");
        var tag = EntityTagHeaderValue.TryParse(answer.ETag ?? (answer.Parts.Count == 1 ? answer.Parts[0].Claim?.ETag : null) ?? TagOf(answer.Parts), out var parsed) ? parsed : null;
        await Results.File(stream, contentType, name, entityTag: tag, enableRangeProcessing: answer.IsResumable).ExecuteAsync(context);
    }

    private static Stream? Open(WrittenFilePart part, KeptFiles files, TenantId tenant) =>
        part.Claim is { } claim ? files.Open(tenant, claim) : new MemoryStream(part.Bytes.ToArray(), writable: false);

    private static async Task<Stream?> ZipAsync(IReadOnlyList<WrittenFilePart> parts, KeptFiles files, TenantId tenant, CancellationToken cancellationToken)
    {
        var spool = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        var isWhole = false;
        try
        {
            await using (var zip = await ZipArchive.CreateAsync(spool, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
            {
                var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                foreach (var part in parts)
                {
                    await using var content = Open(part, files, tenant);
                    if (content is null)
                    {
                        return null;
                    }

                    var entry = zip.CreateEntry(Unique(part.FileName, names), CompressionLevel.Fastest);
                    entry.LastWriteTime = ZipTime;
                    await using var target = await entry.OpenAsync(cancellationToken);
                    await content.CopyToAsync(target, cancellationToken);
                }
            }

            spool.Position = 0;
            isWhole = true;
            return spool;
        }
        finally
        {
            if (!isWhole)
            {
                await spool.DisposeAsync();
            }
        }
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = $"{Path.GetFileNameWithoutExtension(name)} ({number}){Path.GetExtension(name)}";
        }

        return unique;
    }

    private static string TagOf(IReadOnlyList<WrittenFilePart> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{part.FileName}\n{part.Claim?.Sha256}\n"));
            hash.AppendData(part.Bytes.Span);
        }

        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"";
    }
}
