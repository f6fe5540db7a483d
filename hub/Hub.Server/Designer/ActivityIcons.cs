using System.Text;
using Hub.Server.Connectors;
using Hub.Server.Web;
using Hub.Server.Workflows.Activities;

namespace Hub.Server.Designer;

/// <summary>The icons of connectors for the drawing: a style sheet that names one for each activity of theirs, and the files.</summary>
internal static class ActivityIcons
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/designer/icons.css", (ConnectorRegistry connectors) => Results.Text(Css(connectors), "text/css")).ExcludeFromDescription().RequirePermission(Permissions.WorkflowsRead);
        routes.MapGet("/designer/icons/{connector}.svg", (string connector, ConnectorRegistry connectors) =>
            connectors.Find(connector)?.Icon is { } file && File.Exists(file) ? Results.File(file, "image/svg+xml", lastModified: File.GetLastWriteTimeUtc(file)) : Results.NotFound())
            .ExcludeFromDescription()
            .RequirePermission(Permissions.WorkflowsRead);
    }

    // A connector's name is letters, digits and hyphens: nothing in it ends a string of CSS.
    private static string Css(ConnectorRegistry connectors)
    {
        var css = new StringBuilder();
        foreach (var name in connectors.All.Where(connector => connector.Icon is not null).Select(connector => connector.Manifest.Name))
        {
            css.Append("elsa-activity-wrapper[data-type^=\"").Append(OperationStep.Prefix).Append(name).Append(".\"] { --icon: url(\"/designer/icons/").Append(name).Append(".svg\"); }\n");
        }

        return css.ToString();
    }
}
