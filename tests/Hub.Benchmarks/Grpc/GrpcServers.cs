using Hub.Benchmarks.Sides;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks.Grpc;

/// <summary>Two servers of <see cref="GrpcBenchmark"/>: the health service on our gRPC, and Kestrel that answers the same bytes without knowing gRPC.</summary>
internal static class GrpcServers
{
    // A frame that holds HealthCheckResponse { status: SERVING }.
    private static readonly byte[] Serving = [0, 0, 0, 0, 2, 8, 1];

    /// <summary>The role <c>grpc PORT</c>.</summary>
    public static async Task<int> RunOursAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => BareServer.Listen(kestrel, arguments[0], HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddGrpcHealthChecks();
        await using var app = builder.Build();
        app.MapGrpcHealthChecksService();
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>The role <c>grpc-raw PORT</c>.</summary>
    public static Task<int> RunRawAsync(string[] arguments, CancellationToken cancellationToken) => BareServer.RunAsync(
        arguments[0],
        HttpProtocols.Http2,
        async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(Serving, context.RequestAborted);
            context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers.Append("grpc-status", "0");
        },
        cancellationToken);
}
