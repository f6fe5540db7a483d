using Grpc.AspNetCore.Server;
using Grpc.Core;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Web;
using Hub.Server.Web.Admission;

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
        grpc.MapGrpcService<ConnectorService>().Add(SayWork);
        grpc.MapGrpcHealthChecksService().AllowAnonymousAccess("Probes ask without a key whether the hub serves.").WithWork(WorkClass.Exempt);
        grpc.MapGrpcReflectionService();
    }

    // A session lives for days and has bounds of its own; what a call sends is at most a citizen request.
    private static void SayWork(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<GrpcMethodMetadata>().FirstOrDefault() is { } served)
        {
            endpoint.Metadata.Add(served.Method.Name switch
            {
                nameof(ConnectorService.Attach) => new WorkRule(WorkClass.Exempt),
                nameof(ConnectorService.Submit) => new WorkRule(WorkClass.New, BodyLimits.Request),
                _ => new WorkRule(WorkClass.Ordinary, BodyLimits.Command),
            });
        }
    }
}
