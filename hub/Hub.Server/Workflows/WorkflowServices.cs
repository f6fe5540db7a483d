using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Schemas.Impact;
using Hub.Server.Workflows.Activities;
using Hub.Server.Workflows.Alterations;
using Hub.Server.Workflows.Authoring;
using Hub.Server.Workflows.Checks;
using Hub.Server.Workflows.Children;
using Hub.Server.Workflows.Events;
using Hub.Server.Workflows.Http;
using Hub.Server.Workflows.Readings;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>Registers what runs workflows.</summary>
internal static class WorkflowServices
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.AddSingleton<OperationActivities>();
        services.AddSingleton(provider =>
        {
            var registry = ActivityRegistry.CreateDefault();
            HubActivity.AddTo(registry);
            registry.Add(provider.GetRequiredService<OperationActivities>());
            return registry;
        });
        services.AddSingleton<IIdGenerator, EngineIds>();
        services.AddSingleton(provider => new WorkflowRunner(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IIdGenerator>()));
        services.AddSingleton(provider =>
        {
            var graphs = ActivatorUtilities.CreateInstance<GraphCache>(provider);
            var live = provider.GetRequiredService<LiveInstances>();
            provider.GetRequiredService<IConnectorCatalog>().Changed += () =>
            {
                graphs.ForgetAll();
                live.ForgetAll();
            };
            return graphs;
        });
        services.AddSingleton<WorkflowChecks>();
        services.AddSingleton<ScriptDeclarations>();
        services.AddSingleton<PinChoice>();
        services.AddSingleton<SchemaPins>();
        services.AddSingleton<ISchemaReaders, WorkflowReadings>();
        services.AddSingleton<PublicationCheck>();
        services.AddSingleton<DefinitionConsumers>();
        services.AddSingleton<ConsumerUpdate>();
        services.AddSingleton<DefinitionPublisher>();
        services.AddSingleton<DefinitionFolder>();
        services.AddSingleton<FileImport>();
        services.AddSingleton<KeptEvents>();
        services.AddSingleton<EarlySignals>();
        services.AddSingleton<BurstWriter>();
        services.AddSingleton<EffectQueue>();
        services.AddSingleton<LiveInstances>();
        services.AddSingleton<InstanceChanges>();
        services.AddSingleton<Publications>();
        services.AddSingleton<ScheduledStarts>();
        services.AddSingleton<HttpExchanges>();
        services.AddSingleton<WorkflowRoutes>();
        services.AddSingleton<WaitingRoutes>();
        services.AddSingleton<EgressGuard>();
        services.AddSingleton<HttpCaller>();
        services.AddSingleton<KeptFiles>();
        services.AddSingleton<IHttpCaller>(provider => provider.GetRequiredService<HttpCaller>());
        services.AddSingleton<IProcedureDirectory, PublishedProcedures>();
        services.AddSingleton<ActivationGuard>();
        services.AddSingleton<InstanceRuns>();
        services.AddSingleton<IRecipient, InstanceOrderRecipient>(); // before the one that takes all that is left
        services.AddSingleton<IRecipient, ChildRecipient>(); // likewise
        services.AddSingleton<IRecipient, WorkflowRecipient>();
        services.AddSingleton<InstanceOrders>();
        services.AddSingleton<InstanceHistory>();
        services.AddSingleton<IOutboundChannel, ChildWorkflowChannel>();
        services.AddSingleton<WorkflowSignals>();
        services.AddSingleton<InstanceAlterations>();
        services.AddSingleton(provider => new Lazy<WorkflowSignals>(provider.GetRequiredService<WorkflowSignals>));
        services.AddSingleton<IOutboundChannel, WorkflowEventChannel>();
        services.AddSingleton<TimerBell>();
        services.AddSingleton<TimerService>();
        services.AddHostedService(provider => provider.GetRequiredService<TimerService>());
        services.AddSingleton<AlterationPlanRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<AlterationPlanRunner>());
        services.AddHostedService<EffectRunner>();
        services.AddHostedService<KeptEventCleaner>();
        services.AddSingleton<KeptFileCleaner>();
        services.AddHostedService(provider => provider.GetRequiredService<KeptFileCleaner>());
        return services;
    }

    /// <summary>The engine's identifiers come from the hub's one generator.</summary>
    private sealed class EngineIds(IdGenerator ids) : IIdGenerator
    {
        public string NewId() => ids.NewId();
    }
}
