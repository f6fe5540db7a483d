using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary>
/// <c>POST|GET /workflow-instances</c>: a page of the instances that the caller's local authority has. The total is exact up to 100,000;
/// where more would have to be read than an index answers, the newest 20,000 are searched and the header <c>hub-list-window</c> says so.
/// </summary>
internal static class ListInstances
{
    private const string WindowHeader = "hub-list-window";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/workflow-instances", HandleAsync).WithName("searchWorkflowInstances").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-instances", Handle).WithName("listWorkflowInstances").RequirePermission(Permissions.WorkflowsRead);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, IInstanceDirectory instances, CancellationToken cancellationToken)
    {
        var (request, refusal) = await InstanceJson.ReadAsync<InstanceListRequest>(context, cancellationToken);
        return refusal ?? Answer(request, context, instances);
    }

    private static IResult Handle(HttpContext context, IInstanceDirectory instances) => Answer(new InstanceListRequest(), context, instances);

    private static IResult Answer(InstanceListRequest request, HttpContext context, IInstanceDirectory instances)
    {
        request.Read(context.Request.Query);
        var errors = new List<LocalizedText>();
        if (request.ToSearch(context.Caller().Tenant, errors) is not { } search)
        {
            return ElsaErrors.Validation(context, errors);
        }

        // No workflow of the hub is a system workflow.
        var page = request.IsSystem == true ? new InstancePage([], 0) : instances.List(search);
        if (page.IsWindow)
        {
            context.Response.Headers[WindowHeader] = "newest";
        }

        return InstanceJson.Ok(new { items = page.Items.Select(InstanceModel.Of), totalCount = page.Total });
    }
}
