using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>Definitions in full: by definition, by version, several versions at once, and all versions of one definition.</summary>
internal static class GetDefinition
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions/by-definition-id/{definitionId}", ByDefinitionId).WithName("getWorkflowDefinition").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-definitions/{definitionId}", ByDefinitionId).ExcludeFromDescription().RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-definitions/by-id/{versionId}", ById).WithName("getWorkflowDefinitionVersion").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-definitions/many-by-id", ManyById).WithName("getWorkflowDefinitionVersions").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-definitions/{definitionId}/versions", Versions).WithName("listVersionsOfWorkflowDefinition").RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult ByDefinitionId(string definitionId, HttpContext context, IDefinitionStore definitions, DefinitionModel models)
    {
        var versions = context.Versions(VersionOptions.Latest);
        return definitions.Find(context.Caller().Tenant, definitionId, versions) is { } found ? models.Answer(context, found) : Results.NotFound();
    }

    private static IResult ById(string versionId, HttpContext context, IDefinitionStore definitions, DefinitionModel models) =>
        Find(versionId, context, definitions) is { } found ? models.Answer(context, found) : Results.NotFound();

    private static IResult ManyById(HttpContext context, IDefinitionStore definitions, DefinitionModel models)
    {
        var found = context.Texts("ids").Distinct().Select(id => Find(id, context, definitions)).OfType<StoredDefinition>().ToArray();
        return ElsaJson.Answer(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var definition in found)
            {
                models.Write(writer, definition, context.Caller());
            }

            writer.WriteEndArray();
            writer.WriteNumber("count", found.Length);
            writer.WriteEndObject();
        });
    }

    private static IResult Versions(string definitionId, HttpContext context, IDefinitionStore definitions, DefinitionModel models)
    {
        var versions = definitions.Versions(context.Caller().Tenant, definitionId);
        return versions.Count == 0 ? Results.NotFound() : ElsaJson.Answer(writer =>
        {
            writer.WriteStartArray();
            foreach (var version in versions)
            {
                models.Write(writer, version, context.Caller());
            }

            writer.WriteEndArray();
        });
    }

    private static StoredDefinition? Find(string versionId, HttpContext context, IDefinitionStore definitions) =>
        definitions.FindVersion(versionId) is { } found && found.IsSeenBy(context.Caller().Tenant) ? found : null;
}
