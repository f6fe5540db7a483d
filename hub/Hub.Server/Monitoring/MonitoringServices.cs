namespace Hub.Server.Monitoring;

/// <summary>Registers metrics and health.</summary>
internal static class MonitoringServices
{
    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<HubHealth>();
        services.AddSingleton<HubGauges>();
        services.AddSingleton<LoadGauges>();
        services.AddHostedService<ServiceNotices>();
        services.AddSingleton<PrometheusText>();
        services.AddHostedService(provider => provider.GetRequiredService<PrometheusText>());
        return services;
    }
}
