using Hub.Server.Cli;
using Hub.Server.Security;
using Hub.Server.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hub.Server;

/// <summary><c>hub serve</c>: from settings to a running hub, and down again in order.</summary>
internal static partial class Serving
{
    public static async Task<int> RunAsync(HubOptions options, CancellationToken cancellationToken)
    {
        var refusal = BatchScheduling.Ask();
        using var folder = DataFolderLock.Take(options.Data);
        await using var app = HubServer.Build(options);
        if (refusal is not null)
        {
            Log.NotBatchWork(app.Logger, refusal);
        }

        RouteAccess.RequireEverywhere(app.Services.GetRequiredService<EndpointDataSource>());
        await HubServer.PrepareAsync(app.Services, options, cancellationToken);
        await app.StartAsync(cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Log.Ready(app.Logger, string.Join(" ", addresses));
        using var stop = cancellationToken.Register(app.Lifetime.StopApplication);
        using var impatience = new Impatience(app.Logger);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return ExitCodes.Done;
    }

    /// <summary>The OpenAPI description, from a hub on free ports and a data folder of its own that is gone afterwards.</summary>
    public static async Task<string> DescribeAsync(HubOptions options, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("hub-openapi-");
        try
        {
            var loopback = new Uri("http://127.0.0.1:0");
            var quiet = options with { Data = data.FullName, Http = loopback, Grpc = loopback, Management = loopback, Procedures = null, Workflows = null, BootstrapKey = Guid.NewGuid().ToString("N") + "00" };
            await using var app = HubServer.Build(quiet, isQuiet: true);
            await app.StartAsync(cancellationToken);
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            using var client = new HttpClient();
            var description = await client.GetStringAsync(new Uri($"{address}/openapi/v1.json"), cancellationToken);
            await app.StopAsync(CancellationToken.None);
            return description;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The hub is ready: {Addresses}")]
        public static partial void Ready(ILogger logger, string addresses);

        [LoggerMessage(5, LogLevel.Information, "The system does not let the hub run as batch work ({Reason}). Nothing is wrong; on few processors it needs more of their time.")]
        public static partial void NotBatchWork(ILogger logger, string reason);
    }
}
