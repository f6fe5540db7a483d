using Hub.JsonSchema;
using Hub.Server.Web;

namespace Hub.Server.Schemas.Import;

/// <summary><c>POST /api/schemas/import</c>: takes over schemas from JSON Schema, OpenAPI 3 and Table Schema documents, all of a document or nothing.</summary>
internal static class ImportEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/schemas/import", ImportAsync)
        .WithName("importSchemas").WithSummary("Import schemas / Importer des schémas").WithTags("Schemas")
        .WithDescription("JSON Schema, OpenAPI 3.0 or 3.1 (each of components.schemas), Table Schema; JSON or YAML. ?domain= and ?name= give identifiers, ?version= the version, ?dryRun=true only tells.")
        .RequirePermission(Permissions.SchemasWrite)
        .WithMetadata(new BodyKind("application/json", "application/yaml"))
        .WithBodyLimit(BodyLimits.Default);

    private static async Task<IResult> ImportAsync(
        string? domain, string? name, string? version, bool? dryRun, bool? force, string? reason, HttpContext context, SchemaPublication publication, CancellationToken cancellationToken)
    {
        if (force is true && string.IsNullOrWhiteSpace(reason))
        {
            return SchemaProblems.ReasonMissing.ToResult();
        }

        IReadOnlyList<ImportedSchema> imported;
        try
        {
            imported = SchemaImport.Read(await context.Request.ReadAllAsync(cancellationToken), new ImportSettings(domain, name, version));
        }
        catch (SchemaTextException error)
        {
            return SchemaProblems.Unreadable(error.Reason).ToResult();
        }
        catch (ImportException error)
        {
            return SchemaProblems.Invalid(error.Errors).ToResult();
        }

        try
        {
            var published = await publication.PublishAsync(
                new SchemaOrder([.. imported.Select(one => one.Schema)], context.Caller(), force is true ? reason : null, dryRun is true), cancellationToken);
            return published.Refusal is { } why ? why.ToResult() : Results.Ok(new
            {
                dryRun = dryRun is true,
                items = imported.Zip(published.Schemas, (one, outcome) => new
                {
                    one.Schema.Id,
                    one.Schema.Version,
                    one.Schema.Urn,
                    title = one.Schema.Title(),
                    source = one.Source,
                    outcome = outcome.Put,
                    notes = one.Notes,
                    compatibility = CompatibilityView.Summary(outcome),
                }),
            });
        }
        catch (SchemaException error)
        {
            // Told by its place in the given document, where the caller can look it up.
            var source = imported.FirstOrDefault(one => one.Schema.Urn == error.SchemaUri)?.Source ?? "";
            return SchemaProblems.Invalid(source + error.Pointer, new(error.Reason.Fr, error.Reason.En)).ToResult();
        }
    }
}
