using Hub.Server.Web;

namespace Hub.Server.Workflows.Checks;

/// <summary><c>GET /api/workflow-definitions/{definitionId}/checks</c>: what is wrong with a version although it loads, for the designer's page and for whoever releases it.</summary>
internal static class CheckEndpoints
{
    private static readonly Problem Unknown = new(
        404,
        "unknown-workflow",
        new("Workflow inconnu", "Unknown workflow"),
        new("Aucune version de ce workflow ne correspond. GET /elsa/api/workflow-definitions donne la liste.", "No version of this workflow matches. GET /elsa/api/workflow-definitions lists them."));

    private static readonly Problem UnknownVersion = new(
        400,
        "unknown-version-options",
        new("Version non comprise", "Version not understood"),
        new(
            "versionOptions doit être Latest, Published, LatestOrPublished, Draft ou un numéro de version.",
            "versionOptions must be Latest, Published, LatestOrPublished, Draft or a version number."));

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/workflow-definitions/{definitionId}/checks", Get)
        .WithName("checkWorkflowDefinition").WithSummary("What is wrong with a workflow / Ce qui ne va pas dans un workflow").WithTags("Workflows")
        .RequirePermission(Permissions.WorkflowsRead);

    private static IResult Get(string definitionId, HttpContext context, IDefinitionStore definitions, GraphCache graphs, WorkflowChecks checks)
    {
        if (VersionOptions.Parse(context.Request.Query["versionOptions"], VersionOptions.Latest) is not { } versions)
        {
            return UnknownVersion.ToResult();
        }

        if (definitions.Find(context.Caller().Tenant, definitionId, versions) is not { } version)
        {
            return Unknown.ToResult();
        }

        var findings = checks.Of(graphs.Check(TenantDefinitions.Read(version), version.Tenant));
        return Results.Ok(new
        {
            items = findings.Select(finding => new
            {
                rule = finding.Rule,
                severity = finding.Severity.ToString().ToLowerInvariant(),
                activityId = finding.ActivityId,
                activityName = finding.ActivityName,
                pointer = finding.Pointer,
                message = finding.Message,
                help = finding.Help,
            }),
        });
    }
}
