using System.Globalization;
using Hub.Server.Web;

namespace Hub.Server.Designer;

/// <summary>The local authority's name and colour, for the designer's pages: <c>HUB__NAME</c>, <c>HUB__COLOUR</c> and <c>HUB__CONTACT</c>.</summary>
internal static class DesignerTheme
{
    private const string Open = "A name and a colour that every visitor of the pages sees.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/designer/theme.css", (HttpContext context, HubOptions options) => Answer(context, Results.Text(Css(options.Colour), "text/css")))
            .ExcludeFromDescription()
            .AllowAnonymousAccess(Open);
        routes.MapGet("/designer/theme.json", (HttpContext context, HubOptions options) => Answer(context, Results.Json(new { options.Name, Colour = options.Colour.ToString(), options.Contact })))
            .ExcludeFromDescription()
            .AllowAnonymousAccess(Open);
    }

    // The shades that the Studio's components ask for beside the colour itself: darker under the pointer, and its three channels for washes.
    private static string Css(BrandColour colour) => string.Create(
        CultureInfo.InvariantCulture,
        $":root {{ --hub-colour: {colour}; --hub-colour-dark: {colour.Share(0.8)}; --hub-colour-channels: {colour.Red}, {colour.Green}, {colour.Blue}; }}\n");

    private static IResult Answer(HttpContext context, IResult theme)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return theme;
    }
}
