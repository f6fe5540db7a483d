using Hub.Server.ElsaApi.ActivityExecutions;
using Hub.Server.ElsaApi.Alterations;
using Hub.Server.ElsaApi.Bookmarks;
using Hub.Server.ElsaApi.Descriptors;
using Hub.Server.ElsaApi.Events;
using Hub.Server.ElsaApi.Execution;
using Hub.Server.ElsaApi.Identity;
using Hub.Server.ElsaApi.Live;
using Hub.Server.ElsaApi.Resilience;
using Hub.Server.ElsaApi.Tasks;
using Hub.Server.ElsaApi.WorkflowDefinitions;
using Hub.Server.ElsaApi.WorkflowInstances;
using Hub.Workflows.Http;

namespace Hub.Server.ElsaApi;

/// <summary>Elsa's REST API under <c>/elsa/api</c>, one folder a resource. Its error and paging forms are Elsa's, not RFC 9457.</summary>
internal static class ElsaApiEndpoints
{
    public static IServiceCollection AddElsaApi(this IServiceCollection services)
    {
        services.AddSingleton<DefinitionModel>();
        services.AddSingleton<PublicationAnswer>();
        services.AddSingleton<WorkflowStarter>();
        services.AddSingleton<SynchronousRun>();
        services.AddSingleton<SignedLinks>();
        services.AddSingleton<SignedLinkUse>();
        services.AddSingleton<IEventTriggerUrls, EventTriggerUrls>();
        services.AddSingleton<DefinitionActivities>();
        services.AddLiveUpdates();
        return services;
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/elsa/api").WithTags("Elsa").AddEndpointFilter<ElsaEdge>();
        GetDefinition.Map(api);
        ListDefinitions.Map(api);
        SaveDefinition.Map(api);
        ImportDefinition.Map(api);
        ImportFiles.Map(api);
        ExportDefinitions.Map(api);
        PublishDefinitionVersion.Map(api);
        RetractDefinitionVersion.Map(api);
        RevertDefinition.Map(api);
        DeleteDefinitionVersions.Map(api);
        BulkDefinitionActions.Map(api);
        RefreshDefinitions.Map(api);
        DefinitionUse.Map(api);
        DefinitionSubgraph.Map(api);
        ExecuteWorkflow.Map(api);
        DispatchWorkflow.Map(api);
        TestActivity.Map(api);
        TriggerEvent.Map(api);
        CompleteTask.Map(api);
        ResumeByLink.Map(api);
        ActivityDescriptors.Map(api);
        DesignerDescriptors.Map(api);
        StrategyDescriptors.Map(api);
        ScriptTypes.Map(api);
        InstalledFeatures.Map(api);
        ListInstances.Map(api);
        GetInstance.Map(api);
        InstanceVariables.Map(api);
        InstanceJournal.Map(api);
        CancelInstances.Map(api);
        DeleteInstances.Map(api);
        ExportInstances.Map(api);
        ImportInstances.Map(api);
        ListExecutions.Map(api);
        GetExecution.Map(api);
        ReportExecutions.Map(api);
        RunAlterations.Map(api);
        RetryWorkflows.Map(api);
        AlterationPlans.Map(api);
        ListStrategies.Map(api);
        ListRetries.Map(api);
        IdentityEndpoints.Map(api);
        LiveServices.Map(routes);
    }
}
