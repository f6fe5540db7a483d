using Hub.Server.Web;
using Microsoft.AspNetCore.StaticFiles;

namespace Hub.Server.Monitoring;

/// <summary>The console's pages: static files, open to everybody; what they show is asked for with the visitor's session.</summary>
internal static class ConsolePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var types = new FileExtensionContentTypeProvider();
        var root = Path.Combine(AppContext.BaseDirectory, "wwwroot", "console");
        const string reason = "The page holds nothing of anybody and sends a visitor without session to sign in.";
        routes.MapGet("/console/{**path}", (string? path, HttpRequest request) =>
        {
            // Routing takes both forms for one; the page's relative addresses need the slash.
            if (string.IsNullOrEmpty(path) && !request.Path.Value!.EndsWith('/')) // a matched request has a path
            {
                return Results.Redirect("/console/");
            }

            var file = Path.GetFullPath(Path.Combine(root, string.IsNullOrEmpty(path) ? "index.html" : path));
            return file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file)
                ? Results.File(file, types.TryGetContentType(file, out var type) ? type : "application/octet-stream", lastModified: File.GetLastWriteTimeUtc(file))
                : Results.NotFound();
        }).ExcludeFromDescription().AllowAnonymousAccess(reason);
        routes.MapGet("/favicon.ico", () => Results.Redirect("/console/icon.svg")).ExcludeFromDescription().AllowAnonymousAccess("Browsers ask for it without being told to.");
        routes.MapGet("/", () => Results.Redirect("/console/")).ExcludeFromDescription().AllowAnonymousAccess("Leads to the console.");
    }
}
