using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary><c>POST /cancel/workflow-instances/{id}</c> and in bulk. Answers once all is cancelled; what has ended already stays as it is.</summary>
internal static class CancelInstances
{
    private const int PageSize = 256;

    private static readonly LocalizedText NothingNamed = new(
        "Indiquez ids, definitionVersionId ou definitionId.",
        "Name ids, definitionVersionId or definitionId.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/cancel/workflow-instances/{id}", HandleAsync).WithName("cancelWorkflowInstance").RequirePermission(Permissions.WorkflowsRun);
        api.MapPost("/bulk-actions/cancel/workflow-instances", HandleManyAsync).WithName("cancelWorkflowInstances").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsRun);
    }

    private static async Task<IResult> HandleAsync(string id, HttpContext context, InstanceOrders orders, TimeProvider clock, CancellationToken cancellationToken) =>
        await orders.CancelAsync(context.Caller().Tenant, id, Audit(context, id, clock), cancellationToken) is null ? Results.NotFound() : Results.Ok();

    private static async Task<IResult> HandleManyAsync(
        HttpContext context, InstanceOrders orders, IInstanceDirectory instances, IDefinitionStore definitions, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (request, refusal) = await InstanceJson.ReadAsync<Request>(context, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var tenant = context.Caller().Tenant;
        IEnumerable<string> ids;
        if (request.Ids is { } named)
        {
            ids = named.Distinct(StringComparer.Ordinal);
        }
        else if (request.DefinitionVersionId is { } versionId)
        {
            ids = definitions.FindVersion(versionId) is { } version ? RunningOf(instances, tenant, version.DefinitionId, id => id == versionId) : [];
        }
        else if (request.DefinitionId is { } definitionId)
        {
            ids = RunningOf(instances, tenant, definitionId, Versions(definitions, tenant, definitionId, request.VersionOptions));
        }
        else
        {
            return ElsaErrors.Validation(context, [NothingNamed]);
        }

        return InstanceJson.Ok(new { cancelled = await orders.CancelAsync(tenant, ids, id => Audit(context, id, clock), cancellationToken) });
    }

    // The place behind which to go on is where the last one stood: cancelled ones leave the list behind it.
    private static IEnumerable<string> RunningOf(IInstanceDirectory instances, TenantId tenant, string definitionId, Func<string, bool> isMeant)
    {
        InstancePlace? after = null;
        while (instances.Places(tenant, [definitionId], InstanceStates.Running, after, PageSize) is { Count: > 0 } places)
        {
            foreach (var place in places.Where(place => isMeant(place.VersionId)))
            {
                yield return place.Id;
            }

            after = places[^1];
        }
    }

    // Without version options, whatever version it runs on.
    private static Func<string, bool> Versions(IDefinitionStore definitions, TenantId tenant, string definitionId, string? versionOptions)
    {
        var number = int.TryParse(versionOptions, out var parsed) ? parsed : (int?)null;
        var latest = definitions.FindLatest(tenant, definitionId);
        var published = definitions.FindPublished(tenant, definitionId);
        return (versionOptions ?? "").ToUpperInvariant() switch
        {
            "LATEST" => id => id == latest?.VersionId,
            "PUBLISHED" => id => id == published?.VersionId,
            "LATESTORPUBLISHED" or "LATESTANDPUBLISHED" => id => id == latest?.VersionId || id == published?.VersionId,
            "DRAFT" => id => latest is { IsPublished: false } && id == latest.VersionId,
            _ when number is not null => id => definitions.FindVersion(id)?.Version == number,
            _ => _ => true,
        };
    }

    private static AuditEntry[] Audit(HttpContext context, string id, TimeProvider clock) => [ElsaAudit.Entry(context, AuditCatalog.WorkflowCancelled, id, clock)];

    private sealed record Request
    {
        public List<string>? Ids { get; set; }

        public string? DefinitionVersionId { get; set; }

        public string? DefinitionId { get; set; }

        public string? VersionOptions { get; set; }
    }
}
