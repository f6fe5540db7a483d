using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Hub.Server.Web;

/// <summary>
/// Brotli or gzip for what a browser opens a page with: the pages' own files, and the descriptions that the designer draws with. Only for
/// what is the same for everybody: compressed answers that hold a secret beside what somebody else chose give it away by their length (BREACH).
/// </summary>
internal static class PageCompression
{
    private static readonly PathString[] Same = ["/console", "/designer", "/elsa/api/descriptors", "/openapi"];

    public static IServiceCollection AddPageCompression(this IServiceCollection services) => services
        .AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
        })
        .Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest)
        .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);

    public static void UsePageCompression(this IApplicationBuilder app) =>
        app.UseWhen(context => Array.Exists(Same, path => context.Request.Path.StartsWithSegments(path)), branch => branch.UseResponseCompression());
}
