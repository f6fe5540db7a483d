using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary>
/// <c>DELETE /workflow-instances/{id}</c> and in bulk: the instance, its history and all that it waited for. A journey whose last
/// running instance goes is cancelled; its own timeline stays.
/// </summary>
internal static class DeleteInstances
{
    private const int PageSize = 256;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapDelete("/workflow-instances/{id}", HandleAsync).WithName("deleteWorkflowInstance").RequirePermission(Permissions.WorkflowsRun);
        api.MapPost("/bulk-actions/delete/workflow-instances", HandleManyAsync).WithName("deleteWorkflowInstances").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsRun);
        api.MapPost("/bulk-actions/delete/workflow-instances/by-id", HandleManyAsync).ExcludeFromDescription().RequirePermission(Permissions.WorkflowsRun);
    }

    private static async Task<IResult> HandleAsync(string id, HttpContext context, InstanceOrders orders, TimeProvider clock, CancellationToken cancellationToken) =>
        await orders.DeleteAsync(context.Caller().Tenant, id, Audit(context, id, clock), cancellationToken) ? Results.NoContent() : Results.NotFound();

    private static async Task<IResult> HandleManyAsync(HttpContext context, InstanceOrders orders, IInstanceDirectory instances, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (request, refusal) = await InstanceJson.ReadAsync<Request>(context, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        // Only what is named: a body without names deletes nothing.
        var tenant = context.Caller().Tenant;
        List<string> definitionIds = [.. request.WorkflowDefinitionIds ?? [], .. request.WorkflowDefinitionId is { } one ? [one] : Array.Empty<string>()];
        var ids = (request.Ids ?? []).Concat(definitionIds.Count > 0 ? InstancesOf(instances, tenant, definitionIds) : []).Distinct(StringComparer.Ordinal);
        return InstanceJson.Ok(new { deleted = await orders.DeleteAsync(tenant, ids, id => Audit(context, id, clock), cancellationToken) });
    }

    private static IEnumerable<string> InstancesOf(IInstanceDirectory instances, TenantId tenant, List<string> definitionIds)
    {
        InstancePlace? after = null;
        while (instances.Places(tenant, definitionIds, InstanceStates.All, after, PageSize) is { Count: > 0 } places)
        {
            foreach (var place in places)
            {
                yield return place.Id;
            }

            after = places[^1];
        }
    }

    private static AuditEntry[] Audit(HttpContext context, string id, TimeProvider clock) => [ElsaAudit.Entry(context, AuditCatalog.WorkflowInstanceDeleted, id, clock)];

    private sealed record Request
    {
        public List<string>? Ids { get; set; }

        public string? WorkflowDefinitionId { get; set; }

        public List<string>? WorkflowDefinitionIds { get; set; }
    }
}
