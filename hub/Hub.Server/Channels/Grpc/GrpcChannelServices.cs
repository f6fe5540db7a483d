using Grpc.Core;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Web;

namespace Hub.Server.Channels.Grpc;

/// <summary>Registers and maps the gRPC channel: connectors and other gRPC clients, health, reflection.</summary>
internal static class GrpcChannelServices
{
    // Added after the mail channel and the workflow events: it leads to every other name.
    public static IServiceCollection AddGrpcChannel(this IServiceCollection services)
    {
        services.AddGrpc();
        services.AddGrpcHealthChecks();
        services.AddGrpcReflection();
        services.AddSingleton<IOutboundChannel, GrpcConnectorChannel>();
        return services;
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        // The rules stand on the group, so that they also hold for the routes that answer unknown methods and services.
        var grpc = routes.MapGroup("").WithMetadata(new ListenerRule(Listener.Grpc)).RequireAuthentication();
        grpc.MapGrpcService<ConnectorService>();
        grpc.MapGrpcHealthChecksService().AllowAnonymousAccess("Probes ask without a key whether the hub serves.");
        grpc.MapGrpcReflectionService();
    }
}
