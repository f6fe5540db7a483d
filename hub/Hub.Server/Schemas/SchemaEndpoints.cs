using System.Text.Json;
using Hub.JsonSchema;
using Hub.Server.Web;

namespace Hub.Server.Schemas;

/// <summary><c>/api/schemas</c>: the shared schemas, and a way to try a document against one.</summary>
internal static class SchemaEndpoints
{
    private static readonly Problem Unknown = new(
        404,
        "unknown-schema",
        new("Schéma inconnu", "Unknown schema"),
        new("Aucun schéma ne porte cet identifiant et cette version. GET /api/schemas donne la liste.", "No schema has this identifier and version. GET /api/schemas lists them."));

    private static readonly Problem Published = new(
        409,
        "schema-version-published",
        new("Version déjà publiée", "Version already published"),
        new(
            "Cette version existe avec un autre contenu, et une version publiée ne change pas. Donnez un numéro de version supérieur dans $id.",
            "This version exists with other content, and a published version does not change. Give a higher version number in $id."));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/schemas", (SchemaCatalog schemas) => Results.Ok(new
            {
                items = schemas.All.Select(schema => new { schema.Id, schema.Version, schema.Urn }),
                next = (string?)null,
            }))
            .WithName("listSchemas").WithSummary("Shared schemas / Schémas partagés").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead);
        routes.MapGet("/api/schemas/{id}", (string id, string? version, SchemaCatalog schemas) => schemas.Find(id, version) is { } schema
                ? Results.Bytes(schema.Json, "application/schema+json", entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{schema.Urn}\""))
                : Unknown.ToResult())
            .WithName("getSchema").WithSummary("One schema / Un schéma").WithTags("Schemas")
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
    }

    private static async Task<IResult> ValidateAsync(string id, string? version, HttpContext context, SchemaCatalog schemas, CancellationToken cancellationToken)
    {
        if (schemas.Find(id, version) is not { } schema)
        {
            return Unknown.ToResult();
        }

        var errors = schemas.Validate(schema.Urn, await ReadAsync(context.Request, cancellationToken));
        return Results.Ok(new
        {
            valid = errors.Count == 0,
            errors = errors.Select(error => new { error.InstanceLocation, error.KeywordLocation, error = error.Message }),
        });
    }

    private static async Task<IResult> PutAsync(string id, string? version, HttpContext context, SchemaCatalog schemas, TimeProvider clock, CancellationToken cancellationToken)
    {
        SchemaVersion schema;
        try
        {
            schema = SchemaVersion.Read(await ReadAsync(context.Request, cancellationToken));
            if (schema.Id != id || (!string.IsNullOrEmpty(version) && schema.Version != version))
            {
                throw new FormatException($"The address says {id}{(string.IsNullOrEmpty(version) ? "" : $" version {version}")}, but $id says {schema.Id} version {schema.Version}.");
            }

            var caller = context.Caller();
            var audit = new AuditEntry { At = clock.GetUtcNow(), Tenant = caller.Tenant.Value, Actor = caller.KeyId, Action = AuditCatalog.SchemaRegistered, Subject = schema.Urn };
            return await schemas.PutAsync(schema, [audit], cancellationToken) switch
            {
                SchemaPut.Created => Results.Created($"/api/schemas/{schema.Id}?version={schema.Version}", new { schema.Id, schema.Version, schema.Urn }),
                SchemaPut.Unchanged => Results.Ok(new { schema.Id, schema.Version, schema.Urn }),
                _ => Published.ToResult(),
            };
        }
        catch (SchemaException error)
        {
            return Invalid(error.Pointer, new(error.Reason.Fr, error.Reason.En)).ToResult();
        }
        catch (FormatException error)
        {
            return Invalid("/$id", new($"Identifiant de schéma incorrect : {error.Message}", error.Message)).ToResult();
        }
        catch (JsonException)
        {
            return Invalid("", new("Le contenu n'est pas du JSON.", "The content is not JSON.")).ToResult();
        }
    }

    private static Problem Invalid(string pointer, LocalizedText reason) => new(
        422,
        "invalid-schema",
        new("Schéma invalide", "Invalid schema"),
        reason)
    {
        Errors = [new PayloadError(pointer, "", reason)],
    };

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
