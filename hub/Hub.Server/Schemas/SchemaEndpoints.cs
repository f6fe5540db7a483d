using Hub.JsonSchema;
using Hub.Server.Schemas.Drift;
using Hub.Server.Schemas.Impact;
using Hub.Server.Schemas.Import;
using Hub.Server.Web;

namespace Hub.Server.Schemas;

/// <summary><c>/api/schemas</c>: the shared schemas, their versions, what they mean for one another, and a way to try a document against one.</summary>
internal static class SchemaEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/schemas", List)
            .WithName("listSchemas").WithSummary("Shared schemas / Schémas partagés").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead);
        routes.MapGet("/api/schemas/{id}", (string id, string? version, SchemaCatalog schemas) => schemas.Find(id, version) is { } schema
                ? Results.Bytes(schema.Json, "application/schema+json", entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{schema.Urn}\""))
                : SchemaProblems.Unknown.ToResult())
            .WithName("getSchema").WithSummary("One schema / Un schéma").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead);
        routes.MapGet("/api/schemas/{id}/versions", Versions)
            .WithName("listSchemaVersions").WithSummary("Versions of a schema / Versions d'un schéma").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead);
        routes.MapPut("/api/schemas/{id}", PutAsync)
            .WithName("putSchema").WithSummary("Publish a schema version / Publier une version de schéma").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasWrite)
            .WithMetadata(BodyKind.Json)
            .WithBodyLimit(BodyLimits.Request);
        routes.MapPost("/api/schemas/{id}/validate", ValidateAsync)
            .WithName("validateWithSchema").WithSummary("Try a document / Essayer un document").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead)
            .WithMetadata(BodyKind.Json)
            .WithBodyLimit(BodyLimits.Request);
        routes.MapGet("/api/schemas/{id}/compatibility", Compare)
            .WithName("compareSchemaVersions").WithSummary("What two versions mean for one another / Compatibilité de deux versions").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead);
        routes.MapPost("/api/schemas/{id}/compatibility", CompareProposalAsync)
            .WithName("compareSchemaProposal").WithSummary("What a proposed version means / Compatibilité d'une version proposée").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead)
            .WithMetadata(BodyKind.Json)
            .WithBodyLimit(BodyLimits.Request);
        ImportEndpoint.Map(routes);
        ImpactEndpoints.Map(routes);
        DriftEndpoints.Map(routes);
    }

    private static IResult List(SchemaCatalog schemas, DriftWatch drift, string? domain) => Results.Ok(new
    {
        items = schemas.All.Where(schema => string.IsNullOrEmpty(domain) || schema.Domain == domain).GroupBy(schema => schema.Id).SelectMany(versions => versions.Select((schema, i) => new
        {
            schema.Id,
            schema.Version,
            schema.Urn,
            schema.Domain,
            title = schema.Title(),
            latest = i == versions.Count() - 1,
            drift = drift.AlarmsOf(schema.Urn),
        })),
        next = (string?)null,
    });

    private static IResult Versions(string id, SchemaCatalog schemas)
    {
        var versions = schemas.Versions(id);
        return versions.Count == 0 ? SchemaProblems.Unknown.ToResult() : Results.Ok(new
        {
            id,
            items = versions.Select((schema, i) => new { schema.Version, schema.Urn, title = schema.Title(), bytes = schema.Json.Length, latest = i == versions.Count - 1 }),
            next = (string?)null,
        });
    }

    private static async Task<IResult> ValidateAsync(string id, string? version, HttpContext context, SchemaCatalog schemas, CancellationToken cancellationToken)
    {
        if (schemas.Find(id, version) is not { } schema)
        {
            return SchemaProblems.Unknown.ToResult();
        }

        var errors = schemas.Validate(schema.Urn, await context.Request.ReadAllAsync(cancellationToken));
        return Results.Ok(new
        {
            valid = errors.Count == 0,
            errors = errors.Select(error => new { error.InstanceLocation, error.KeywordLocation, error = error.Message }),
        });
    }

    private static async Task<IResult> PutAsync(
        string id, string? version, bool? force, string? reason, bool? dryRun, HttpContext context, SchemaPublication publication, CancellationToken cancellationToken)
    {
        if (force is true && string.IsNullOrWhiteSpace(reason))
        {
            return SchemaProblems.ReasonMissing.ToResult();
        }

        var (schema, refusal) = await ReadAsync(context.Request, id, version, cancellationToken);
        if (schema is null)
        {
            return refusal!; // one or the other
        }

        try
        {
            var published = await publication.PublishAsync(new SchemaOrder([schema], context.Caller(), force is true ? reason : null, dryRun is true), cancellationToken);
            if (published.Refusal is { } why)
            {
                return why.ToResult();
            }

            var outcome = published.Schemas[0];
            var answer = new { schema.Id, schema.Version, schema.Urn, compatibility = CompatibilityView.Summary(outcome) };
            return outcome.Put == SchemaPut.Created && dryRun is not true ? Results.Created($"/api/schemas/{schema.Id}?version={schema.Version}", answer) : Results.Ok(answer);
        }
        catch (SchemaException error)
        {
            return SchemaProblems.Invalid(error).ToResult();
        }
    }

    /// <param name="with">The other version; empty means the one before.</param>
    private static IResult Compare(string id, string? version, string? with, SchemaCatalog schemas, SchemaPublication publication)
    {
        if (schemas.Find(id, version) is not { } one)
        {
            return SchemaProblems.Unknown.ToResult();
        }

        var other = string.IsNullOrEmpty(with) ? publication.Predecessor(one) : schemas.Find(id, with);
        if (other is null)
        {
            return (string.IsNullOrEmpty(with) ? SchemaProblems.NothingBefore : SchemaProblems.Unknown).ToResult();
        }

        // Whichever way they were named, the lower number is the older one.
        var (older, newer) = SemanticVersion.Parse(other.Version) <= SemanticVersion.Parse(one.Version) ? (other, one) : (one, other);
        return Results.Ok(CompatibilityView.Of(older, newer, schemas.Compare(older, newer)));
    }

    /// <param name="version">The version to compare the proposal with; empty means the latest.</param>
    private static async Task<IResult> CompareProposalAsync(string id, string? version, HttpContext context, SchemaCatalog schemas, CancellationToken cancellationToken)
    {
        if (schemas.Find(id, version) is not { } older)
        {
            return SchemaProblems.Unknown.ToResult();
        }

        var (proposed, refusal) = await ReadAsync(context.Request, id, null, cancellationToken);
        if (proposed is null)
        {
            return refusal!; // one or the other
        }

        try
        {
            return Results.Ok(CompatibilityView.Of(older, proposed, schemas.Compare(older, proposed)));
        }
        catch (SchemaException error)
        {
            return SchemaProblems.Invalid(error).ToResult();
        }
    }

    /// <summary>Reads a body as a version of a schema, or tells why it is none.</summary>
    public static async Task<(SchemaVersion? Schema, IResult? Refusal)> ReadAsync(HttpRequest request, string id, string? version, CancellationToken cancellationToken)
    {
        var bytes = await request.ReadAllAsync(cancellationToken);
        try
        {
            SchemaText.ReadJson(bytes);
            var schema = SchemaVersion.Read(bytes);
            return schema.Id == id && (string.IsNullOrEmpty(version) || schema.Version == version)
                ? (schema, null)
                : throw new FormatException($"The address says {id}{(string.IsNullOrEmpty(version) ? "" : $" version {version}")}, but $id says {schema.Id} version {schema.Version}.");
        }
        catch (SchemaTextException error)
        {
            return (null, SchemaProblems.Unreadable(error.Reason).ToResult());
        }
        catch (FormatException error)
        {
            return (null, SchemaProblems.Invalid("/$id", new($"Identifiant de schéma incorrect : {error.Message}", error.Message)).ToResult());
        }
    }
}
