using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Hub.Server.Designer;

/// <summary>
/// The files of the unmodified Elsa Studio as the build laid them out (<c>designer/studio</c>): most lie compressed with Brotli and are sent
/// as they lie to every browser of the last years.
/// </summary>
internal sealed class StudioFiles
{
    /// <summary>
    /// What the Studio's pages may do: WebAssembly, Monaco's workers, and the two inline scripts that its components insert, by their
    /// digests. The digests belong to version 3.8.2: measure again when it changes.
    /// </summary>
    public const string Policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' 'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private const string Forever = "public, max-age=31536000, immutable";

    // Asked for again each time, and answered 304 while nothing changed.
    private const string Checked = "no-cache";

    private readonly string folder;
    private readonly Dictionary<string, StudioFile> files;
    private readonly FileExtensionContentTypeProvider types = new();

    private StudioFiles(string folder, IEnumerable<StudioFile> files)
    {
        this.folder = folder;
        this.files = files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        types.Mappings[".dat"] = "application/octet-stream";
        types.Mappings[".cur"] = "image/x-icon";
    }

    /// <summary>False where the hub was built without npm.</summary>
    public bool IsThere => files.Count > 0;

    /// <summary>Reads the index that the build wrote; without one there are no files.</summary>
    public static StudioFiles Load(string folder)
    {
        var index = Path.Combine(folder, "index.json");
        return new StudioFiles(folder, File.Exists(index) ? JsonSerializer.Deserialize<StudioIndex>(File.ReadAllBytes(index), JsonSerializerOptions.Web)?.Files ?? [] : []);
    }

    public IResult Answer(HttpContext context, string path)
    {
        if (!files.TryGetValue(path, out var file))
        {
            return Results.NotFound();
        }

        var headers = context.Response.Headers;
        headers.CacheControl = file.Immutable ? Forever : Checked;
        var type = types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        var etag = new EntityTagHeaderValue($"\"{file.Digest}\"");
        if (!file.Brotli)
        {
            return Results.File(Path.Combine(folder, path), type, entityTag: etag);
        }

        headers.Vary = HeaderNames.AcceptEncoding;
        var packed = Path.Combine(folder, path + ".br");
        if (!TakesBrotli(context.Request))
        {
            return Results.Stream(new BrotliStream(File.OpenRead(packed), CompressionMode.Decompress), type, entityTag: etag);
        }

        headers.ContentEncoding = "br";
        return Results.File(packed, type, entityTag: etag);
    }

    private static bool TakesBrotli(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var wishes) && wishes.Any(wish => wish.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && wish.Quality is not 0);

    private sealed record StudioIndex(string Version, IReadOnlyList<StudioFile> Files);

    private sealed record StudioFile(string Path, bool Brotli, bool Immutable, string Digest);
}
