using Hub.Server.Connectors;
using Hub.Server.Exchange;
using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Monitoring;
using Hub.Server.Requests.Documents;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Drift;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Security.Audit;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Alterations;
using Hub.Server.Workflows.Events;

namespace Hub.Server.Storage;

/// <summary>Chooses the store. The features declare what they need; here is who gives it.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, HubOptions options)
    {
        services.AddSingleton(_ => new SqliteDatabase(options.Data));
        services.AddSingleton(_ => AllWriters());
        services.AddSingleton<SqliteWriter>();
        services.AddSingleton<IUnitOfWorkStore>(provider => provider.GetRequiredService<SqliteWriter>());
        services.AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<SqliteWriter>());
        services.AddSingleton<IApiKeyStore, SqliteApiKeys>();
        services.AddSingleton<IAuditStore, SqliteAudit>();
        services.AddSingleton<IInbox, SqliteInbox>();
        services.AddSingleton<IOutbox, SqliteOutbox>();
        services.AddSingleton<IDeadLetters, SqliteDeadLetters>();
        services.AddSingleton<IJourneyStore, SqliteJourneys>();
        services.AddSingleton<IWorkflowStore, SqliteWorkflows>();
        services.AddSingleton<IKeptEvents, SqliteKeptEvents>();
        services.AddSingleton<IInstanceDirectory, SqliteInstances>();
        services.AddSingleton<IDefinitionStore, SqliteDefinitions>();
        services.AddSingleton<IDocumentStore, SqliteRequests>();
        services.AddSingleton<IConnectorStore, SqliteConnectors>();
        services.AddSingleton<ISchemaStore, SqliteSchemas>();
        services.AddSingleton<IDriftStore, SqliteDrift>();
        services.AddSingleton<IFlowStatistics, SqliteFlowStatistics>();
        services.AddSingleton<IAlterationPlans, SqliteAlterations>();
        services.AddSingleton<IStoredMentions, SqliteMentions>();
        return services;
    }

    internal static ChangeWriters AllWriters()
    {
        var writers = new ChangeWriters();
        SqliteInbox.Register(writers);
        SqliteOutbox.Register(writers);
        SqliteDeadLetters.Register(writers);
        SqliteJourneys.Register(writers);
        SqliteWorkflows.Register(writers);
        SqliteKeptEvents.Register(writers);
        SqliteInstances.Register(writers);
        SqliteDefinitions.Register(writers);
        SqliteRequests.Register(writers);
        SqliteConnectors.Register(writers);
        SqliteSchemas.Register(writers);
        SqliteDrift.Register(writers);
        SqliteAlterations.Register(writers);
        SqliteApiKeys.Register(writers);
        SqliteAudit.Register(writers);
        return writers;
    }
}
