using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary><c>GET /workflow-instances/{id}</c> with its state, and <c>…/execution-state</c>, which the Studio asks for every few seconds.</summary>
internal static class GetInstance
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-instances/{id}", Handle).WithName("getWorkflowInstance").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-instances/{id}/execution-state", State).WithName("getWorkflowInstanceState").RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult Handle(string id, HttpContext context, IWorkflowStore store, GraphCache graphs) =>
        store.FindInstance(id) is { } row && row.Tenant == context.Caller().Tenant
            ? InstanceJson.Ok(InstanceDetails.Of(row, WorkflowStateModel.Of(row, graphs.Find(row.VersionId))))
            : Results.NotFound();

    // The client's type calls the sub-status otherwise than the server's: both names.
    private static IResult State(string id, HttpContext context, IInstanceDirectory instances) =>
        instances.Find(context.Caller().Tenant, id) is { } listed
            ? InstanceJson.Ok(new { listed.Status, listed.SubStatus, workflowSubStatus = listed.SubStatus, listed.UpdatedAt })
            : Results.NotFound();
}
