using Grpc.AspNetCore.HealthChecks;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the standard health service.</summary>
public static class GrpcHealthChecksExtensions
{
    /// <summary>Registers the health service and the application's health checks that it answers from.</summary>
    public static IHealthChecksBuilder AddGrpcHealthChecks(this IServiceCollection services, Action<GrpcHealthChecksOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<GrpcHealthChecksOptions>().Configure(options => configure?.Invoke(options));
        services.AddSingleton<HealthService>();
        return services.AddHealthChecks();
    }

    /// <summary>Maps grpc.health.v1.Health.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcHealthChecksService(this IEndpointRouteBuilder builder) =>
        builder.MapGrpcService<HealthService>();
}
