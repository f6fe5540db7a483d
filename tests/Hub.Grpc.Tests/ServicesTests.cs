using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Hub.Grpc.Tests.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hub.Grpc.Tests;

/// <summary>Health, reflection, and how services are mapped.</summary>
public sealed class ServicesTests
{
    [Fact]
    public async Task Check_FollowsTheApplicationsHealthChecks()
    {
        var isHealthy = true;
        await using var host = await StartWithHealthAsync(() => isHealthy);
        var client = new Health.HealthClient(host.Channel);

        var serving = await client.CheckAsync(new HealthCheckRequest()).ResponseAsync.WaitAsync(EchoHost.Patience);
        isHealthy = false;
        var notServing = await client.CheckAsync(new HealthCheckRequest { Service = "named" }).ResponseAsync.WaitAsync(EchoHost.Patience);
        var unknown = await Assert.ThrowsAsync<RpcException>(() => client.CheckAsync(new HealthCheckRequest { Service = "nobody" }).ResponseAsync.WaitAsync(EchoHost.Patience));

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, serving.Status);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, notServing.Status);
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Watch_TellsEachChange()
    {
        var isHealthy = true;
        await using var host = await StartWithHealthAsync(() => isHealthy);
        using var call = new Health.HealthClient(host.Channel).Watch(new HealthCheckRequest(), deadline: DateTime.UtcNow + EchoHost.Patience);

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, call.ResponseStream.Current.Status);
        isHealthy = false;
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, call.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task Reflection_ListsServicesAndGivesFilesWithImports()
    {
        await using var host = await StartWithReflectionAsync();
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo(deadline: DateTime.UtcNow + EchoHost.Patience);

        var services = await AskAsync(call, new ServerReflectionRequest { ListServices = "" });
        var file = await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = "hub.tests.Echo.Talk" });
        var byName = await AskAsync(call, new ServerReflectionRequest { FileByFilename = "echo.proto" });
        var field = await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = "hub.tests.EchoRequest.text" });
        var missing = await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = "hub.tests.Nothing" });
        var extensions = await AskAsync(call, new ServerReflectionRequest { AllExtensionNumbersOfType = "hub.tests.EchoRequest" });

        Assert.Equal(
            ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "hub.tests.Echo"],
            services.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal([EchoReflection.Descriptor.SerializedData], file.FileDescriptorResponse.FileDescriptorProto);
        Assert.Equal(file.FileDescriptorResponse, byName.FileDescriptorResponse);
        Assert.Equal(file.FileDescriptorResponse, field.FileDescriptorResponse);
        Assert.Equal((int)StatusCode.NotFound, missing.ErrorResponse.ErrorCode);
        Assert.Equal("hub.tests.EchoRequest", extensions.AllExtensionNumbersResponse.BaseTypeName);
    }

    [Fact]
    public async Task Reflection_UnderItsOlderName_AnswersTheSame()
    {
        await using var host = await StartWithReflectionAsync();
        using var call = new global::Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionClient(host.Channel)
            .ServerReflectionInfo(deadline: DateTime.UtcNow + EchoHost.Patience);

        await call.RequestStream.WriteAsync(new global::Grpc.Reflection.V1Alpha.ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Contains(call.ResponseStream.Current.ListServicesResponse.Service, service => service.Name == "hub.tests.Echo");
    }

    [Fact]
    public async Task MapGrpcService_Conventions_ApplyToEveryMethod()
    {
        var seen = new List<Endpoint>();
        await using var host = await EchoHost.StartAsync(map: app =>
        {
            app.Use((context, next) =>
            {
                seen.Add(context.GetEndpoint()!); // routing found one, or the call would not arrive here
                return next(context);
            });
            app.MapGrpcService<EchoService>().WithMetadata("marked");
        });

        await host.Client.UnaryAsync(new EchoRequest()).ResponseAsync.WaitAsync(EchoHost.Patience);

        var endpoint = Assert.Single(seen);
        Assert.Equal("marked", endpoint.Metadata.GetMetadata<string>());
        Assert.Equal("/hub.tests.Echo/Unary", endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName);
    }

    [Fact]
    public async Task Refusal_ByHttpStatus_BecomesAGrpcStatus()
    {
        await using var host = await EchoHost.StartAsync(map: app =>
        {
            app.Use((HttpContext context, RequestDelegate _) =>
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            });
            app.MapGrpcService<EchoService>();
        });

        var error = await Assert.ThrowsAsync<RpcException>(() => host.Client.UnaryAsync(new EchoRequest()).ResponseAsync.WaitAsync(EchoHost.Patience));

        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }

    [Fact]
    public async Task GetHttpContext_GivesTheRequest_AndPeerAndDeadlineAreKnown()
    {
        await using var host = await EchoHost.StartAsync(map: app => app.MapGrpcService<ContextService>());

        var reply = await host.Client.UnaryAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddSeconds(30)).ResponseAsync.WaitAsync(EchoHost.Patience);

        Assert.StartsWith("/hub.tests.Echo/Unary|ipv4:127.0.0.1:", reply.Text, StringComparison.Ordinal);
        Assert.InRange(reply.Count, 25, 30);
    }

    [Fact]
    public void MapGrpcService_WithoutAddGrpc_SaysSo()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("AddGrpc", Assert.Throws<InvalidOperationException>(() => app.MapGrpcService<EchoService>()).Message, StringComparison.Ordinal);
    }

    private static Task<EchoHost> StartWithHealthAsync(Func<bool> isHealthy) => EchoHost.StartAsync(
        services: builder => builder.Services
            .AddGrpcHealthChecks(options =>
            {
                options.WatchInterval = TimeSpan.FromMilliseconds(20);
                options.Services.Map("named", check => check.Name == "switch");
            })
            .AddCheck("switch", () => isHealthy() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy()),
        map: app => app.MapGrpcHealthChecksService());

    private static Task<EchoHost> StartWithReflectionAsync() => EchoHost.StartAsync(
        services: builder => builder.Services.AddGrpcReflection(),
        map: app =>
        {
            app.MapGrpcReflectionService();
            app.MapGrpcService<EchoService>();
        });

    private static async Task<ServerReflectionResponse> AskAsync(
        AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, ServerReflectionRequest request)
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return call.ResponseStream.Current;
    }

    private sealed class ContextService : Echo.EchoBase
    {
        public override Task<EchoReply> Unary(EchoRequest request, ServerCallContext context) => Task.FromResult(new EchoReply
        {
            Text = $"{context.GetHttpContext().Request.Path}|{context.Peer}",
            Count = (int)(context.Deadline - DateTime.UtcNow).TotalSeconds,
        });
    }
}
