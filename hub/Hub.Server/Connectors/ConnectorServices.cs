using Hub.Server.Exchange.Outbox;
using Hub.Server.Schemas.Impact;

namespace Hub.Server.Connectors;

/// <summary>Registers what knows the connectors.</summary>
internal static class ConnectorServices
{
    public static IServiceCollection AddConnectors(this IServiceCollection services)
    {
        services.AddSingleton<ManifestReader>();
        services.AddSingleton<ConnectorRegistry>();
        services.AddSingleton<ConnectorSessions>();
        services.AddSingleton<ICommandTitles, ManifestTitles>();
        services.AddSingleton<IConnectorCatalog, ManifestOffers>();
        services.AddSingleton<ManifestReadings>();
        services.AddSingleton<ISchemaReaders>(provider => provider.GetRequiredService<ManifestReadings>());
        services.AddSingleton<IOperationSchemas>(provider => provider.GetRequiredService<ManifestReadings>());
        return services;
    }
}
