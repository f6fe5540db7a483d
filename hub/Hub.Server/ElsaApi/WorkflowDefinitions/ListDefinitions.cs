using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary><c>GET /workflow-definitions</c>: the latest version of each definition that the caller's local authority sees.</summary>
internal static class ListDefinitions
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/workflow-definitions", Handle)
        .WithName("listWorkflowDefinitions")
        .RequirePermission(Permissions.WorkflowsRead);

    private static IResult Handle(string? searchTerm, int? page, int? pageSize, HttpContext context, IDefinitionStore definitions)
    {
        var found = definitions.ListLatest(context.Caller().Tenant)
            .Where(definition => string.IsNullOrEmpty(searchTerm) || definition.Name.Contains(searchTerm, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        var shown = pageSize is { } size and > 0 ? found.Skip((page ?? 0) * size).Take(size) : found;
        return Results.Json(new { items = shown.Select(DefinitionModel.Summary), totalCount = found.Length });
    }
}
