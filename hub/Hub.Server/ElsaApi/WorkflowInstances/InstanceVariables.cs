using System.Text.Json;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary><c>GET|POST /workflow-instances/{id}/variables</c>: the workflow's own variables as they stand, and other values for them.</summary>
internal static class InstanceVariables
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-instances/{id}/variables", Handle).WithName("listWorkflowInstanceVariables").RequirePermission(Permissions.WorkflowsRead);
        api.MapPost("/workflow-instances/{id}/variables", HandleAsync).WithName("setWorkflowInstanceVariables").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsRun);
    }

    private static IResult Handle(string id, HttpContext context, IWorkflowStore store, GraphCache graphs)
    {
        if (store.FindInstance(id) is not { } row || row.Tenant != context.Caller().Tenant)
        {
            return Results.NotFound();
        }

        if (graphs.Find(row.VersionId) is not { } graph)
        {
            return InstanceJson.List<VariableModel>([]);
        }

        var instance = WorkflowInstance.Deserialize(row.State);
        instance.Bind(graph);
        return Answer(instance.VariableStates);
    }

    private static async Task<IResult> HandleAsync(string id, HttpContext context, InstanceOrders orders, IInstanceDirectory instances, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (request, refusal) = await InstanceJson.ReadAsync<Request>(context, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var values = (request.Variables ?? []).Select(variable => KeyValuePair.Create(variable.Id, variable.Value)).ToList();
        var audit = ElsaAudit.Entry(context, AuditCatalog.WorkflowInstanceChanged, id, clock);
        return await orders.SetVariablesAsync(context.Caller().Tenant, id, values, [audit], cancellationToken) is { } variables ? Answer(variables) : Results.NotFound();
    }

    private static IResult Answer(IEnumerable<VariableState> variables) =>
        InstanceJson.List<VariableModel>([.. variables.Select(variable => new VariableModel(variable.Id, variable.Name, variable.Value))]);

    private sealed record VariableModel(string Id, string Name, JsonElement Value);

    private sealed record Request
    {
        public List<Change>? Variables { get; set; }
    }

    private sealed record Change
    {
        public string Id { get; set; } = "";

        public JsonElement Value { get; set; } = JsonValues.Null;
    }
}
