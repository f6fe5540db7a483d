using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace Hub.Benchmarks.Sides;

/// <summary>A handler on Kestrel and nothing else of the platform: no routing, no logging, no configuration.</summary>
internal static class BareServer
{
    /// <summary>Serves until the process is told to stop.</summary>
    /// <param name="port">On the loopback.</param>
    public static async Task<int> RunAsync(string port, HttpProtocols protocols, RequestDelegate handler, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, port, protocols));
        await using var app = builder.Build();
        app.Run(handler);
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    public static void Listen(KestrelServerOptions kestrel, string port, HttpProtocols protocols)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture), listen => listen.Protocols = protocols);
    }
}
