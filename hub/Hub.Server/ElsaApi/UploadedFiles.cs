using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Hub.Server.ElsaApi;

/// <summary>The files of a multipart form, each as it came or out of the ZIP archives among them, within bounds. Nothing is ever written under a name from an archive.</summary>
/// <param name="mostFiles">The most files of one form, archives unpacked.</param>
/// <param name="mostBytesOfOne">The most bytes of a file, unpacked.</param>
/// <param name="mostBytesOfAll">The most bytes of all, unpacked.</param>
internal sealed class UploadedFiles(int mostFiles, long mostBytesOfOne, long mostBytesOfAll)
{
    private static readonly LocalizedText NotReadable = new("le formulaire est illisible ou n'est pas arrivé en entier", "the form cannot be read or did not come whole");

    private readonly LocalizedText tooMuch = new(
        $"un envoi contient au plus {mostFiles} fichiers, {mostBytesOfOne} octets par fichier et {mostBytesOfAll} octets en tout, décompressés ; envoyez-le en plusieurs fois",
        $"one call may bring at most {mostFiles} files, {mostBytesOfOne} bytes a file and {mostBytesOfAll} bytes in all, unpacked; send it in parts");

    /// <summary>Gives the files one after the other; none for a request without a form.</summary>
    /// <param name="errors">Takes what cannot be read, each with its file. After the first that is over a bound nothing more is read.</param>
    public async IAsyncEnumerable<(string Name, byte[] Content)> ReadAsync(HttpContext context, List<LocalizedText> errors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = mostBytesOfAll;
        var count = 0;
        foreach (var file in await FormAsync(context, errors, cancellationToken))
        {
            await using var stream = file.OpenReadStream();
            using var zip = IsZip(stream) ? TryOpen(stream) : null;
            if (zip is null && IsZip(stream))
            {
                errors.Add(Damaged(Short(file.FileName)));
                continue;
            }

            var parts = zip is null
                ? [(file.FileName, () => Task.FromResult<Stream>(stream))]
                : zip.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).Select(entry => (entry.Name, (Func<Task<Stream>>)(() => entry.OpenAsync(cancellationToken))));
            foreach (var (name, open) in parts)
            {
                var (content, isDamaged) = await UnpackAsync(open, Math.Min(left, mostBytesOfOne), cancellationToken);
                if (isDamaged)
                {
                    errors.Add(Damaged(Short(name)));
                    continue;
                }

                if (++count > mostFiles || content is null)
                {
                    errors.Add(About(Short(name), tooMuch));
                    yield break;
                }

                left -= content.Length;
                yield return (Short(name), content);
            }
        }
    }

    /// <summary>What is wrong with a file, with its name.</summary>
    public static LocalizedText About(string name, LocalizedText text) => new($"{name} : {text.Fr}", $"{name}: {text.En}");

    private static async Task<IFormFileCollection> FormAsync(HttpContext context, List<LocalizedText> errors, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return new FormFileCollection();
        }

        try
        {
            return (await context.Request.ReadFormAsync(cancellationToken)).Files;
        }
        catch (InvalidDataException)
        {
            errors.Add(About("multipart/form-data", NotReadable));
            return new FormFileCollection();
        }
    }

    // By its first bytes: names and media types are whatever the sender's machine says.
    private static bool IsZip(Stream stream)
    {
        Span<byte> first = stackalloc byte[4];
        stream.Position = 0;
        var read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return first[..read].SequenceEqual("PK\u0003\u0004"u8);
    }

    private static ZipArchive? TryOpen(Stream stream)
    {
        try
        {
            // The list of its files is read when it is first asked for, and may be damaged too.
            var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            _ = zip.Entries;
            return zip;
        }
        catch (Exception error) when (IsDamage(error))
        {
            return null;
        }
    }

    // Without content when there is more than may be: what an archive says of its sizes may be a lie, so what comes out is counted.
    private static async Task<(byte[]? Content, bool IsDamaged)> UnpackAsync(Func<Task<Stream>> open, long most, CancellationToken cancellationToken)
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
                    return (null, false);
                }

                unpacked.Write(buffer, 0, read);
            }
        }
        catch (Exception error) when (IsDamage(error))
        {
            return (null, true);
        }

        return (unpacked.ToArray(), false);
    }

    // Places that lie outside of the file come as anything from a wrong argument to an end of the stream.
    private static bool IsDamage(Exception error) => error is InvalidDataException or IOException or ArgumentException or NotSupportedException;

    private static LocalizedText Damaged(string name) => About(name, new("l'archive ZIP est endommagée", "the ZIP archive is damaged"));

    private static string Short(string name) => name.Length > 100 ? name[..100] : name;
}
