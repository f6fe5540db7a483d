using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Server;
using Grpc.Core.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to endpoints.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    private const string LogCategory = "Grpc.AspNetCore.Server";

    /// <summary>Maps every method of a service whose base class was generated from a .proto file. The endpoint takes HTTP/2 only.</summary>
    /// <exception cref="InvalidOperationException">AddGrpc was not called, or the type is no generated service.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.ServiceProvider;
        var mapped = services.GetService<MappedServices>()
            ?? throw new InvalidOperationException("gRPC is not registered: call services.AddGrpc() before MapGrpcService.");
        var options = OptionsOf<TService>(services);
        var settings = new CallSettings(
            options.MaxReceiveMessageSize,
            options.MaxSendMessageSize,
            CompressesWithGzip(options),
            options.EnableDetailedErrors ?? false,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory));
        var isRegistered = services.GetService<IServiceProviderIsService>()?.IsService(typeof(TService)) ?? false;
        var binder = new ServiceBinder<TService>(builder, new ServiceActivator<TService>(isRegistered), settings);

        Bind(typeof(TService), binder, mapped);
        foreach (var service in binder.ServiceNames)
        {
            MapUnimplemented(builder, $"{service}/{{method}}", $"gRPC - unknown method of {service}", order: int.MaxValue - 1);
        }

        if (options.IgnoreUnknownServices != true && !mapped.HasFallback)
        {
            mapped.HasFallback = true;
            MapUnimplemented(builder, "{service}/{method}", "gRPC - unknown service", order: int.MaxValue);
        }

        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }

    // The settings of all services, then what was said about this one.
    private static GrpcServiceOptions<TService> OptionsOf<TService>(IServiceProvider services)
        where TService : class
    {
        var all = services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        var own = new GrpcServiceOptions<TService>
        {
            MaxReceiveMessageSize = all.MaxReceiveMessageSize,
            MaxSendMessageSize = all.MaxSendMessageSize,
            EnableDetailedErrors = all.EnableDetailedErrors,
            ResponseCompressionAlgorithm = all.ResponseCompressionAlgorithm,
            IgnoreUnknownServices = all.IgnoreUnknownServices,
        };
        foreach (var configure in services.GetServices<IConfigureOptions<GrpcServiceOptions<TService>>>())
        {
            configure.Configure(own);
        }

        return own;
    }

    private static bool CompressesWithGzip(GrpcServiceOptions options) => options.ResponseCompressionAlgorithm switch
    {
        null or "" or GrpcHeaders.Identity => false,
        GrpcHeaders.Gzip => true,
        var other => throw new InvalidOperationException(
            $"{nameof(GrpcServiceOptions.ResponseCompressionAlgorithm)} must be \"gzip\" or null and is \"{other}\"."),
    };

    // Generated code names, in an attribute on the service's base class, the static class with its BindService method and its descriptor.
    private static void Bind(Type serviceType, ServiceBinderBase binder, MappedServices mapped)
    {
        for (var type = serviceType; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is not { } attribute)
            {
                continue;
            }

            var bind = attribute.BindType.GetMethod(
                attribute.BindMethodName, BindingFlags.Public | BindingFlags.Static | BindingFlags.NonPublic, [typeof(ServiceBinderBase), type])
                ?? throw new InvalidOperationException($"{attribute.BindType} has no method {attribute.BindMethodName}(ServiceBinderBase, {type.Name}).");
            bind.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [binder, null], culture: null);
            if (attribute.BindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is ServiceDescriptor descriptor)
            {
                mapped.Add(descriptor);
            }

            return;
        }

        throw new InvalidOperationException(
            $"{serviceType} is no gRPC service: derive it from the …Base class that is generated from a .proto file (GrpcServices=\"Server\").");
    }

    private static void MapUnimplemented(IEndpointRouteBuilder builder, string pattern, string displayName, int order)
    {
        // No HTTP method here: with one, other people's GET /a/b would become 405 where 404 is right.
        var route = RoutePatternFactory.Parse(pattern, defaults: null, parameterPolicies: new { method = GrpcContentTypeConstraint.Instance });
        builder.Map(route, GrpcRequest.AnswerUnimplementedAsync)
            .WithDisplayName(displayName)
            .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = order);
    }

    /// <summary>Keeps the answers to unknown methods away from everything that is not gRPC.</summary>
    private sealed class GrpcContentTypeConstraint : IRouteConstraint
    {
        public static readonly GrpcContentTypeConstraint Instance = new();

        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null && GrpcHeaders.IsGrpcContentType(httpContext.Request.ContentType);
    }
}
