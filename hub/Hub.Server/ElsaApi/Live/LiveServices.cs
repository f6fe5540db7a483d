using Hub.Server.Web;
using Hub.Server.Web.Admission;
using Microsoft.AspNetCore.Http.Connections;

namespace Hub.Server.ElsaApi.Live;

/// <summary>Registers live updates and opens their address.</summary>
internal static class LiveServices
{
    /// <summary>Beside the API, where the designer looks for it.</summary>
    public const string Address = "/elsa/hubs/workflow-instance";

    // A viewer says one sentence with one identifier in it.
    private const long LongestMessage = 4096;

    // What is written to a connection and not yet taken away; past it, its updates wait and are put together.
    private const long WrittenAhead = 64 * 1024;

    public static IServiceCollection AddLiveUpdates(this IServiceCollection services)
    {
        services.AddSignalR(signals =>
        {
            signals.SupportedProtocols = ["json"];
            signals.MaximumReceiveMessageSize = LongestMessage;
            signals.EnableDetailedErrors = false;
        });

        // It quotes what a client sent, and calls every refusal an error; the hub itself tells what went wrong.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Critical));
        services.AddSingleton<LiveUpdates>();
        return services;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapHub<WorkflowInstanceHub>(Address, connection =>
        {
            // Long polling would hand over requests without their caller. A browser that has neither of these asks every few seconds.
            connection.Transports = HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents;
            connection.TransportMaxBufferSize = WrittenAhead;
            connection.ApplicationMaxBufferSize = WrittenAhead;

            // When the hub stops, a client that does not answer its good-bye is not waited for.
            connection.WebSockets.CloseTimeout = TimeSpan.FromSeconds(1);
        })
        .WithWork(WorkClass.Exempt)
        .RequirePermission(Permissions.WorkflowsRead);
}
