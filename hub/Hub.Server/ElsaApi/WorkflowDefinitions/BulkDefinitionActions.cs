using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// <c>POST /bulk-actions/{publish|retract|delete}/workflow-definitions/…</c>: the same as one by one, each in its own commit; what
/// cannot be done for one is told and does not hold up the others.
/// </summary>
internal static class BulkDefinitionActions
{
    private const int MostAtOnce = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bulk-actions/publish/workflow-definitions/by-definition-ids", PublishAsync).WithName("publishWorkflowDefinitions").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsPublish);
        api.MapPost("/bulk-actions/retract/workflow-definitions/by-definition-ids", RetractAsync).WithName("retractWorkflowDefinitions").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsPublish);
        api.MapPost("/bulk-actions/delete/workflow-definitions/by-definition-id", DeleteAsync).WithName("deleteWorkflowDefinitions").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsWrite);
        api.MapPost("/bulk-actions/delete/workflow-definitions/by-id", DeleteVersionsAsync).WithName("deleteWorkflowDefinitionVersions").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsWrite);
    }

    private static async Task<IResult> PublishAsync(HttpContext context, DefinitionPublisher publisher, IDefinitionStore definitions, TimeProvider clock, CancellationToken cancellationToken)
    {
        List<string> published = [], alreadyPublished = [], notFound = [], skipped = [], updatedConsumers = [], failed = [];
        var warnings = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var culture = RequestLanguage.Of(context.Request);
        var tenant = context.Caller().Tenant;
        foreach (var id in await ReadIdsAsync(context, "definitionIds", cancellationToken))
        {
            if (definitions.FindLatest(tenant, id) is not { } latest)
            {
                notFound.Add(id);
                continue;
            }

            if (latest.Tenant != tenant && !latest.IsPublished)
            {
                // A shared definition is put into force by whoever runs the hub.
                skipped.Add(id);
                continue;
            }

            try
            {
                var result = await publisher.PublishAsync(tenant, id, [ElsaAudit.Entry(context, AuditCatalog.WorkflowPublished, id, clock)], cancellationToken);
                (result.Errors.Count > 0 ? failed : result.AlreadyPublished ? alreadyPublished : published).Add(id);
                updatedConsumers.AddRange(result.Consumers.Updated.Select(updated => updated.DefinitionId));
                if (result.Errors.Count > 0)
                {
                    warnings[id] = [.. result.Errors.Select(error => error.For(culture))];
                }

                foreach (var (consumer, reason) in result.Consumers.Failed)
                {
                    warnings[consumer] = [reason.For(culture)];
                }
            }
            catch (DefinitionException error)
            {
                failed.Add(id);
                warnings[id] = [$"{error.Text.In(culture.Name)} ({error.Place})"];
            }
            catch (KeyNotFoundException)
            {
                notFound.Add(id);
            }
        }

        return Results.Json(new { published, alreadyPublished, notFound, skipped, updatedConsumers = updatedConsumers.Distinct(), failed, warnings });
    }

    private static async Task<IResult> RetractAsync(HttpContext context, DefinitionPublisher publisher, IDefinitionStore definitions, TimeProvider clock, CancellationToken cancellationToken)
    {
        List<string> retracted = [], alreadyRetracted = [], notFound = [], skipped = [];
        var tenant = context.Caller().Tenant;
        foreach (var id in await ReadIdsAsync(context, "definitionIds", cancellationToken))
        {
            var outcome = definitions.FindLatest(tenant, id) is null ? notFound
                : definitions.FindPublished(tenant, id) is { } published && published.Tenant != tenant ? skipped
                : await publisher.RetractAsync(tenant, id, [ElsaAudit.Entry(context, AuditCatalog.WorkflowRetracted, id, clock)], cancellationToken) ? retracted
                : alreadyRetracted;
            outcome.Add(id);
        }

        return Results.Json(new { retracted, alreadyRetracted, notFound, skipped });
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, DefinitionPublisher publisher, TimeProvider clock, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var id in await ReadIdsAsync(context, "definitionIds", cancellationToken))
        {
            deleted += await IsDeletedAsync(publisher.DeleteAsync(context.Caller().Tenant, id, [ElsaAudit.Entry(context, AuditCatalog.WorkflowDeleted, id, clock)], cancellationToken)) ? 1 : 0;
        }

        return Results.Json(new { deleted });
    }

    private static async Task<IResult> DeleteVersionsAsync(HttpContext context, DefinitionPublisher publisher, TimeProvider clock, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var id in await ReadIdsAsync(context, "ids", cancellationToken))
        {
            deleted += await IsDeletedAsync(publisher.DeleteVersionAsync(context.Caller().Tenant, id, null, [ElsaAudit.Entry(context, AuditCatalog.WorkflowDeleted, id, clock)], cancellationToken)) ? 1 : 0;
        }

        return Results.Json(new { deleted });
    }

    // The count is all that Elsa answers with: what journeys still need stays, and is not counted.
    private static async Task<bool> IsDeletedAsync(Task<bool> deletion)
    {
        try
        {
            return await deletion;
        }
        catch (DefinitionException)
        {
            return false;
        }
    }

    internal static async Task<IReadOnlyList<string>> ReadIdsAsync(HttpContext context, string member, CancellationToken cancellationToken)
    {
        var ids = (await ElsaJson.ReadBodyAsync(context, cancellationToken)).Texts(member);
        return ids.Count <= MostAtOnce
            ? [.. ids.Distinct()]
            : throw new DefinitionException($"/{member}", $"At most {MostAtOnce} ids may be given at once, {ids.Count} came.", $"Au plus {MostAtOnce} identifiants à la fois, {ids.Count} reçus.");
    }
}
