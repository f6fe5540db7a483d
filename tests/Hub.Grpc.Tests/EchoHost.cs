using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Hub.Grpc.Tests.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Grpc.Tests;

/// <summary>A real server in this process, on a free port, over cleartext HTTP/2, with a channel to it.</summary>
public sealed class EchoHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EchoHost(WebApplication app, CallWitness witness, GrpcChannelOptions? channelOptions)
    {
        _app = app;
        Witness = witness;
        Address = app.Urls.Single();
        Channel = channelOptions is null ? GrpcChannel.ForAddress(Address) : GrpcChannel.ForAddress(Address, channelOptions);
        Client = new Echo.EchoClient(Channel);
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public CallWitness Witness { get; }

    public string Address { get; }

    public int Port => new Uri(Address).Port;

    public GrpcChannel Channel { get; }

    public Echo.EchoClient Client { get; }

    public static async Task<EchoHost> StartAsync(
        Action<GrpcServiceOptions>? grpc = null, GrpcChannelOptions? channel = null, Action<WebApplicationBuilder>? services = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc);
        var witness = new CallWitness();
        builder.Services.AddSingleton(witness);
        services?.Invoke(builder);
        var app = builder.Build();
        if (map is null)
        {
            app.MapGrpcService<EchoService>();
        }
        else
        {
            map(app);
        }

        await app.StartAsync();
        return new EchoHost(app, witness, channel);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(giveUp.Token);
        await _app.DisposeAsync();
    }
}
