using System.Buffers;
using System.Security.Cryptography;
using Hub.Workflows.Http;

namespace Hub.Server.Workflows;

/// <summary>
/// Files that workflows take in and give out: each lies on disk beside the documents (and in their backups) before anything names it,
/// and travels as a claim check. A file whose message was not kept stays behind unnamed; <see cref="KeptFileCleaner"/> removes it.
/// </summary>
internal sealed class KeptFiles(HubOptions options, IdGenerator ids)
{
    /// <summary>The most bytes of one file: 50 MiB, as a document.</summary>
    public const long MostBytes = 50L * 1024 * 1024;

    private const int LongestName = 200;
    private const string DocumentsFolder = "documents";
    private const string FilesFolder = "workflow-files";

    /// <summary>Keeps a file while it comes.</summary>
    /// <exception cref="FileTooLargeException">It has more bytes than <paramref name="most"/>; nothing of it is kept.</exception>
    public async Task<FileClaim> KeepAsync(TenantId tenant, Stream content, string? fileName, string? contentType, string? field, string? eTag, long most, CancellationToken cancellationToken)
    {
        var id = ids.NewId();
        var path = PathOf(tenant, id);
        var folder = Path.GetDirectoryName(path)!; // null only for a root
        var isKept = false;
        DurableFolder.Create(folder);
        try
        {
            var (length, sha256) = await WriteAsync(content, path, most, cancellationToken);
            DurableFolder.Sync(folder);
            isKept = true;
            return new FileClaim(id, NameOf(fileName), string.IsNullOrWhiteSpace(contentType) ? "application/octet-stream" : contentType, length, sha256, field, eTag);
        }
        finally
        {
            if (!isKept)
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>A kept file; null when there is none of this claim here.</summary>
    public FileStream? Open(TenantId tenant, FileClaim claim)
    {
        // A claim passes through scripts: what is no identifier must not become a path.
        if (claim.Id.Length > 64 || !claim.Id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            return null;
        }

        var path = PathOf(tenant, claim.Id);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true) : null;
    }

    /// <summary>Removes a file that nothing names.</summary>
    public void Drop(TenantId tenant, FileClaim claim) => File.Delete(PathOf(tenant, claim.Id));

    private static async Task<(long Length, string Sha256)> WriteAsync(Stream content, string path, long most, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            long length = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
                if (length > most)
                {
                    throw new FileTooLargeException(most);
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            file.Flush(flushToDisk: true);
            return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Some browsers send whole paths; control characters have no place in a header or a zip.
    private static string NameOf(string? given)
    {
        var name = given is null ? "" : new string([.. given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Where(letter => !char.IsControl(letter))]);
        return name.Length == 0 ? "file.dat" : name.Length > LongestName ? name[^LongestName..] : name;
    }

    /// <summary>Every folder in which files of some local authority lie.</summary>
    public IEnumerable<string> Folders()
    {
        var documents = Path.Combine(options.Data, DocumentsFolder);
        return Directory.Exists(documents) ? Directory.EnumerateDirectories(documents).Select(tenant => Path.Combine(tenant, FilesFolder)).Where(Directory.Exists) : [];
    }

    private string PathOf(TenantId tenant, string id) => Path.Combine(options.Data, DocumentsFolder, tenant.Value, FilesFolder, id);
}

/// <summary>A file has more bytes than it may.</summary>
internal sealed class FileTooLargeException(long most) : Exception($"The file has more than {most} bytes, the most that is taken.");
