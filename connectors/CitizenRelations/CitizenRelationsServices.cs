using Hub.Connectors.CitizenRelations.Cases;
using Hub.Connectors.CitizenRelations.Grc;

namespace Hub.Connectors.CitizenRelations;

/// <summary>What the connector is made of, without the hub.</summary>
internal static class CitizenRelationsServices
{
    public static IServiceCollection AddCitizenRelations(this IServiceCollection services, CitizenRelationsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => new GrcClient(NewHttpClient(), options, provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddSingleton<CaseOperations>();
        return services;
    }

    private static HttpClient NewHttpClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each call has its own deadline
    };
}
