using Hub.JsonSchema;
using Hub.Server.Web;

namespace Hub.Server.Schemas.Impact;

/// <summary><c>/api/schemas/{id}/consumers</c> and <c>/impact</c>: who reads a schema's documents, and what a version does to them.</summary>
internal static class ImpactEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/schemas/{id}/consumers", Consumers)
            .WithName("listSchemaConsumers").WithSummary("Who reads it / Qui le lit").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead);
        routes.MapGet("/api/schemas/{id}/impact", Published)
            .WithName("getSchemaImpact").WithSummary("What a version breaks / Ce qu'une version casse").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead);
        routes.MapPost("/api/schemas/{id}/impact", ProposedAsync)
            .WithName("getSchemaProposalImpact").WithSummary("What a proposed version would break / Ce qu'une version proposée casserait").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead)
            .WithMetadata(BodyKind.Json)
            .WithBodyLimit(BodyLimits.Request);
    }

    private static IResult Consumers(string id, HttpContext context, SchemaCatalog schemas, SchemaImpact impact)
    {
        var caller = context.Caller();
        return schemas.Versions(id).Count == 0 ? SchemaProblems.Unknown.ToResult() : Results.Ok(new
        {
            id,
            items = impact.ReadersOf(id).Select(reading => ImpactView.Of(reading, schemas.FindUrn(reading.Urn)?.Version, caller)),
            next = (string?)null,
        });
    }

    private static IResult Published(string id, string? version, HttpContext context, SchemaCatalog schemas, SchemaImpact impact) => schemas.Find(id, version) is { } schema
        ? Results.Ok(ImpactView.Of(impact.Of(schema), context.Caller()))
        : SchemaProblems.Unknown.ToResult();

    private static async Task<IResult> ProposedAsync(string id, HttpContext context, SchemaCatalog schemas, SchemaImpact impact, CancellationToken cancellationToken)
    {
        if (schemas.Versions(id).Count == 0)
        {
            return SchemaProblems.Unknown.ToResult();
        }

        var (proposed, refusal) = await SchemaEndpoints.ReadAsync(context.Request, id, null, cancellationToken);
        if (proposed is null)
        {
            return refusal!; // one or the other
        }

        try
        {
            schemas.Examine([proposed]);
            return Results.Ok(ImpactView.Of(impact.Of(proposed), context.Caller()));
        }
        catch (SchemaException error)
        {
            return SchemaProblems.Invalid(error).ToResult();
        }
    }
}
