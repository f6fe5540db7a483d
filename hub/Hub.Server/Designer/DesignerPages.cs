using Hub.Server.Web;
using Microsoft.AspNetCore.StaticFiles;

namespace Hub.Server.Designer;

/// <summary>
/// The designer's pages under <c>/designer/</c>: one page for each view of the Studio, our own pages beside it, and the Studio's files.
/// They are open to everybody, as the console's are: what they show is asked for with the visitor's session.
/// </summary>
internal static class DesignerPages
{
    private const string Open = "The page holds nothing of anybody and sends a visitor without session to sign in.";

    // The addresses that the Studio itself writes, or leads to.
    private static readonly string[] StudioViews =
    [
        "/designer/",
        "/designer/workflows/definitions",
        "/designer/workflows/definitions/{id}/edit",
        "/designer/workflows/instances",
        "/designer/workflows/instances/{id}/view",
    ];

    // What we draw ourselves, beside the drawing of the same workflow.
    private static readonly (string View, string Page)[] OwnViews =
    [
        ("/designer/workflows/definitions/{id}/steps", "steps.html"),
        ("/designer/workflows/definitions/{id}/versions", "compare.html"),
    ];

    public static IServiceCollection AddDesigner(this IServiceCollection services) => services.AddSingleton(_ => StudioFiles.Load(Path.Combine(AppContext.BaseDirectory, "studio")));

    public static void Map(IEndpointRouteBuilder routes)
    {
        DesignerTheme.Map(routes);
        StudioLinks.Map(routes);
        ActivityIcons.Map(routes);
        var pages = RepositoryFolder.Find("designer/pages");
        var overlay = RepositoryFolder.Find("designer/overlay");
        foreach (var view in StudioViews)
        {
            routes.MapGet(view, (HttpContext context, StudioFiles studio) => StudioPage(context, studio, pages))
                .ExcludeFromDescription()
                .WithContentSecurityPolicy(StudioFiles.Policy)
                .AllowAnonymousAccess(Open);
        }

        foreach (var (view, page) in OwnViews)
        {
            routes.MapGet(view, (HttpContext context) => OwnFile(context, pages, "pages/", $"pages/{page}") ?? Results.NotFound()).ExcludeFromDescription().AllowAnonymousAccess(Open);
        }

        routes.MapGet("/designer/{**path}", (string path, HttpContext context, StudioFiles studio) => OwnFile(context, pages, "pages/", path) ?? OwnFile(context, overlay, "overlay/", path) ?? studio.Answer(context, path))
            .ExcludeFromDescription()
            .AllowAnonymousAccess(Open);
    }

    private static IResult StudioPage(HttpContext context, StudioFiles studio, string? pages)
    {
        // Routing takes both forms for one; the page's relative addresses need the slash.
        if (context.Request.Path == "/designer")
        {
            return Results.Redirect("/designer/");
        }

        return OwnFile(context, pages, "pages/", studio.IsThere ? "pages/studio.html" : "pages/no-studio.html") ?? Results.NotFound();
    }

    private static IResult? OwnFile(HttpContext context, string? folder, string prefix, string path)
    {
        // The Studio asks for its settings at an address of its own; ours are given.
        var address = path == "appsettings.json" ? "pages/appsettings.json" : path;
        if (folder is null || !address.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var file = Path.GetFullPath(Path.Combine(folder, address[prefix.Length..]));
        if (!file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(file))
        {
            return null;
        }

        // Asked for again each time, and answered 304 while nothing changed: an update of the hub must not leave half of the old pages.
        context.Response.Headers.CacheControl = "no-cache";
        return Results.File(file, new FileExtensionContentTypeProvider().TryGetContentType(file, out var type) ? type : "application/octet-stream", lastModified: File.GetLastWriteTimeUtc(file));
    }
}
