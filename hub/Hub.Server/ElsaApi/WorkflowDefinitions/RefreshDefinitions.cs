using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// <c>POST /actions/workflow-definitions/{reload|refresh}</c>: what was compiled is compiled again from the store when it is next needed.
/// What is published is in force without it; the calls are there for Elsa's clients.
/// </summary>
internal static class RefreshDefinitions
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/actions/workflow-definitions/reload", Reload).WithName("reloadWorkflowDefinitions").RequirePermission(Permissions.WorkflowsPublish);
        api.MapPost("/actions/workflow-definitions/refresh", RefreshAsync).WithName("refreshWorkflowDefinitions").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsPublish);
    }

    private static IResult Reload(GraphCache graphs)
    {
        graphs.ForgetAll();
        return Results.Ok();
    }

    // Without definitionIds, all of them are meant.
    private static async Task<IResult> RefreshAsync(HttpContext context, GraphCache graphs, IDefinitionStore definitions, CancellationToken cancellationToken)
    {
        var asked = await BulkDefinitionActions.ReadIdsAsync(context, "definitionIds", cancellationToken);
        var tenant = context.Caller().Tenant;
        var known = asked.ToLookup(id => definitions.FindLatest(tenant, id) is not null);
        if (asked.Count == 0)
        {
            graphs.ForgetAll();
        }

        foreach (var id in known[true])
        {
            foreach (var version in definitions.Versions(tenant, id))
            {
                graphs.Forget(version.VersionId, id);
            }
        }

        return Results.Json(new { refreshed = known[true], notFound = known[false] });
    }
}
