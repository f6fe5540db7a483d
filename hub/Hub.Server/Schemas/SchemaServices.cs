using Hub.Server.Schemas.Drift;
using Hub.Server.Schemas.Impact;

namespace Hub.Server.Schemas;

/// <summary>Registers the catalogue and what watches over it.</summary>
internal static class SchemaServices
{
    public static IServiceCollection AddSchemas(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<SchemaCatalog>();
        services.AddSingleton<SchemaImpact>();
        services.AddSingleton<SchemaPublication>();
        services.AddSingleton<DriftWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DriftWatch>());
        return services;
    }
}
