using Grpc.Core.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the standard reflection service.</summary>
public static class GrpcReflectionExtensions
{
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<SymbolIndex>(); // built at the first question, when every service is mapped
        return services;
    }

    /// <summary>Maps grpc.reflection.v1 and v1alpha. What is added to the result applies to both.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder builder) =>
        new([builder.MapGrpcService<ReflectionService>(), builder.MapGrpcService<ReflectionAlphaService>()]);
}
