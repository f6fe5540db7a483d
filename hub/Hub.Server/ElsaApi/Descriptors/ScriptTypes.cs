using System.Text;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Authoring;

namespace Hub.Server.ElsaApi.Descriptors;

/// <summary>
/// <c>POST /scripting/javascript/type-definitions/{definitionId}</c>: TypeScript declarations of what a script of the latest version
/// finds (contract §9), for the completion of the designer's editor.
/// </summary>
internal static class ScriptTypes
{
    private const string MediaType = "application/x-typescript";

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/scripting/javascript/type-definitions/{definitionId}", HandleAsync)
        .WithName("getScriptTypeDefinitions")
        .WithMetadata(BodyKind.Json)
        .RequirePermission(Permissions.WorkflowsRead);

    private static async Task<IResult> HandleAsync(
        string definitionId, HttpContext context, IDefinitionStore definitions, GraphCache graphs, ScriptDeclarations declarations, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadBodyAsync(context, cancellationToken);
        if (definitions.FindLatest(context.Caller().Tenant, definitionId) is not { } latest)
        {
            return Results.NotFound();
        }

        var graph = graphs.Check(TenantDefinitions.Read(latest), latest.Tenant);
        var isFrench = RequestLanguage.Of(context.Request).TwoLetterISOLanguageName == "fr";
        return Results.Text(declarations.Of(graph, body.Text("activityTypeName") == "Elsa.RunJavaScript", isFrench), MediaType, Encoding.UTF8);
    }
}
