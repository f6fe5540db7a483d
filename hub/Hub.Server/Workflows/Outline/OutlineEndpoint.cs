using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Impact;
using Hub.Server.Web;
using Hub.Server.Workflows.Readings;
using Microsoft.Net.Http.Headers;

namespace Hub.Server.Workflows.Outline;

/// <summary>
/// <c>GET /api/workflow-definitions/{definitionId}/outline?versionOptions=Latest</c>: a workflow as an ordered list of steps, in the
/// caller's language; <see cref="WorkflowOutline"/> says what its members mean.
/// </summary>
internal static class OutlineEndpoint
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Problem Unknown = new(
        404,
        "unknown-workflow",
        new("Workflow inconnu", "Unknown workflow"),
        new("Aucun workflow ne porte cet identifiant dans cette version. GET /elsa/api/workflow-definitions donne la liste.", "No workflow has this identifier in this version. GET /elsa/api/workflow-definitions lists them."));

    private static readonly Problem WrongVersion = new(
        400,
        "invalid-version-options",
        new("Version mal désignée", "Version not understood"),
        new("Le paramètre versionOptions doit être Latest, Published, Draft ou un numéro de version.", "The parameter versionOptions must be Latest, Published, Draft or a version number."));

    private static readonly Problem Unreadable = new(
        409,
        "unreadable-workflow",
        new("Workflow illisible", "Workflow that cannot be read"),
        new(
            "Ce workflow ne peut plus être lu : un workflow qu'il utilise a changé ou manque. Ouvrez-le dans l'éditeur et corrigez l'étape signalée.",
            "This workflow can no longer be read: a workflow that it uses has changed or is missing. Open it in the editor and mend the step that is pointed out."));

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/workflow-definitions/{definitionId}/outline", Get)
        .WithName("getWorkflowOutline").WithSummary("A workflow as a list of steps / Un workflow en liste d'étapes").WithTags("Workflows")
        .RequirePermission(Permissions.WorkflowsRead);

    private static IResult Get(
        string definitionId, string? versionOptions, HttpContext context, IDefinitionStore definitions, GraphCache graphs, SchemaPins pins, SchemaCatalog schemas, IOperationSchemas operations, ICommandTitles titles)
    {
        if (VersionOptions.Parse(versionOptions, VersionOptions.Latest) is not { } versions)
        {
            return WrongVersion.ToResult();
        }

        if (definitions.Find(context.Caller().Tenant, definitionId, versions) is not { } stored)
        {
            return Unknown.ToResult();
        }

        if (graphs.Find(stored.VersionId) is not { } graph)
        {
            return Unreadable.ToResult();
        }

        var language = RequestLanguage.Of(context.Request);
        var outline = OutlineBuilder.Build(graph, stored, new Wording(language), pins, schemas, operations, titles, definitions);
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            OutlineWriter.Write(outline, writer);
        }

        context.Response.Headers.ContentLanguage = language.TwoLetterISOLanguageName;
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        return Results.Bytes(buffer.WrittenMemory, "application/json; charset=utf-8");
    }
}
