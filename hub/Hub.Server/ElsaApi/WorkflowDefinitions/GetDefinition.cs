using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary><c>GET /workflow-definitions/by-definition-id/{definitionId}</c>, its short form, and <c>by-id/{versionId}</c>.</summary>
internal static class GetDefinition
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions/by-definition-id/{definitionId}", ByDefinitionId).WithName("getWorkflowDefinition").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-definitions/{definitionId}", ByDefinitionId).ExcludeFromDescription().RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-definitions/by-id/{versionId}", ById).WithName("getWorkflowDefinitionVersion").RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult ByDefinitionId(string definitionId, string? versionOptions, HttpContext context, IDefinitionStore definitions)
    {
        var tenant = context.Caller().Tenant;
        var found = string.Equals(versionOptions, "Published", StringComparison.OrdinalIgnoreCase)
            ? definitions.FindPublished(tenant, definitionId)
            : definitions.FindLatest(tenant, definitionId);
        return found is null ? Results.NotFound() : Results.Json(DefinitionModel.Of(found));
    }

    private static IResult ById(string versionId, HttpContext context, IDefinitionStore definitions)
    {
        var tenant = context.Caller().Tenant;
        return definitions.FindVersion(versionId) is { } found && (found.Tenant == tenant || found.Tenant == TenantIds.Shared)
            ? Results.Json(DefinitionModel.Of(found))
            : Results.NotFound();
    }
}
