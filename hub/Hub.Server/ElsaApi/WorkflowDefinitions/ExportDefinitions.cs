using System.IO.Compression;
using System.Text;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// Definitions as files: one as JSON, several or one with its consumers as a ZIP. A file holds the definition as it was given, so
/// that it can be imported here or in any Elsa 3 without a loss.
/// </summary>
internal static class ExportDefinitions
{
    private const string SchemaUri = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions/{definitionId}/export", ExportOne).WithName("exportWorkflowDefinition").RequirePermission(Permissions.WorkflowsRead);
        api.MapPost("/workflow-definitions/{definitionId}/export", ExportOne).ExcludeFromDescription().RequirePermission(Permissions.WorkflowsRead);
        api.MapPost("/bulk-actions/export/workflow-definitions", ExportManyAsync).WithName("exportWorkflowDefinitions").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult ExportOne(string definitionId, HttpContext context, IDefinitionStore definitions, DefinitionConsumers consumers)
    {
        var tenant = context.Caller().Tenant;
        var versions = context.Versions(VersionOptions.Latest);
        if (definitions.Find(tenant, definitionId, versions) is not { } found)
        {
            return Results.NotFound();
        }

        return context.Flag("includeConsumingWorkflows") == true
            ? Zip(WithConsumers([found], tenant, definitions, consumers))
            : Results.File(Content(found), "application/json", FileName(found));
    }

    private static async Task<IResult> ExportManyAsync(HttpContext context, IDefinitionStore definitions, DefinitionConsumers consumers, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadBodyAsync(context, cancellationToken);
        var tenant = context.Caller().Tenant;
        var found = body.Texts("ids").Distinct().Select(definitions.FindVersion).OfType<StoredDefinition>().Where(definition => definition.IsSeenBy(tenant)).ToArray();
        if (found.Length == 0)
        {
            return Results.NotFound();
        }

        return Zip(body.Flag("includeConsumingWorkflows") ? WithConsumers(found, tenant, definitions, consumers) : found);
    }

    private static IReadOnlyList<StoredDefinition> WithConsumers(IReadOnlyList<StoredDefinition> found, TenantId tenant, IDefinitionStore definitions, DefinitionConsumers consumers)
    {
        var consuming = found.SelectMany(definition => consumers.Of(tenant, definition.DefinitionId))
            .Distinct()
            .Select(id => definitions.FindLatest(tenant, id))
            .OfType<StoredDefinition>();
        return [.. found.Concat(consuming).DistinctBy(definition => definition.VersionId)];
    }

    private static IResult Zip(IReadOnlyList<StoredDefinition> found)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var definition in found)
            {
                var entry = zip.CreateEntry(FileName(definition));
                entry.LastWriteTime = definition.CreatedAt;
                using var content = entry.Open();
                content.Write(Content(definition));
            }
        }

        return Results.File(file.ToArray(), "application/zip", "workflow-definitions.zip");
    }

    private static byte[] Content(StoredDefinition stored)
    {
        var definition = TenantDefinitions.Read(stored);
        return ElsaJson.Bytes((definition with { OtherMembers = [.. definition.OtherMembers, KeyValuePair.Create("$schema", JsonValues.From(SchemaUri))] }).WriteTo);
    }

    // As Elsa names its files. Ids come from outside, so only what is harmless in a name stays.
    private static string FileName(StoredDefinition definition) => $"workflow-definition-{Slug(definition.Name)}-{Slug(definition.DefinitionId)}-{Slug(definition.VersionId)}.json";

    private static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var letter in text.Length > 80 ? text[..80] : text)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-') is { Length: > 0 } name ? name : "x";
    }
}
