using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.Designer;

/// <summary>
/// Where the Studio's viewer leads to and has no view of its own: the log of an instance, which is its journey in the console, and the
/// alterations of an instance, which are offered beside its viewer.
/// </summary>
internal static class StudioLinks
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/diagnostics/structured-logs", Log).ExcludeFromDescription().RequirePermission(Permissions.WorkflowsRead);
        routes.MapGet("/designer/alterations/instances/{id}", (string id) => Results.Redirect(Viewer(id)))
            .ExcludeFromDescription()
            .AllowAnonymousAccess("Leads to a page that holds nothing of anybody.");
    }

    private static IResult Log(HttpContext context, IWorkflowStore store)
    {
        var id = context.Request.Query["workflowInstanceId"].ToString();
        if (store.FindInstance(id) is not { } instance || instance.Tenant != context.Caller().Tenant)
        {
            return Results.NotFound();
        }

        return Results.Redirect(instance.JourneyId is { } journey ? $"/console/#/journeys/{Uri.EscapeDataString(journey.Value)}" : Viewer(id));
    }

    private static string Viewer(string id) => $"/designer/workflows/instances/{Uri.EscapeDataString(id)}/view";
}
