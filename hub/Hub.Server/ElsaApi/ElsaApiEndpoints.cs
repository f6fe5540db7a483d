using Hub.Server.ElsaApi.Alterations;
using Hub.Server.ElsaApi.Resilience;
using Hub.Server.ElsaApi.WorkflowDefinitions;

namespace Hub.Server.ElsaApi;

/// <summary>Elsa's REST API under <c>/elsa/api</c>, one folder a resource. Its error and paging forms are Elsa's, not RFC 9457.</summary>
internal static class ElsaApiEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/elsa/api").WithTags("Elsa");
        GetDefinition.Map(api);
        ImportDefinition.Map(api);
        ListDefinitions.Map(api);
        PublishDefinitionVersion.Map(api);
        RetractDefinitionVersion.Map(api);
        DeleteDefinitionVersions.Map(api);
        RunAlterations.Map(api);
        RetryWorkflows.Map(api);
        ListStrategies.Map(api);
    }
}
