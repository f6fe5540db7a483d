using System.Reflection;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.Core.Server;

/// <summary>Turns each method that generated code announces into an endpoint that calls <typeparamref name="TService"/>.</summary>
internal sealed class ServiceBinder<TService>(IEndpointRouteBuilder endpoints, ServiceActivator<TService> activator, CallSettings settings) : ServiceBinderBase
    where TService : class
{
    private static readonly HttpMethodMetadata Post = new([HttpMethods.Post]);

    public List<IEndpointConventionBuilder> Endpoints { get; } = [];

    public HashSet<string> ServiceNames { get; } = [];

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(TRequest), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        Map(method, implementation, new UnaryCallHandler<TService, TRequest, TResponse>(method, invoke, activator, settings).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>();
        Map(method, implementation, new ClientStreamingCallHandler<TService, TRequest, TResponse>(method, invoke, activator, settings).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        Map(method, implementation, new ServerStreamingCallHandler<TService, TRequest, TResponse>(method, invoke, activator, settings).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        Map(method, implementation, new DuplexStreamingCallHandler<TService, TRequest, TResponse>(method, invoke, activator, settings).HandleAsync);
    }

    private static MethodInfo Find(IMethod method, params Type[] parameters) =>
        typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
        ?? throw new InvalidOperationException($"{typeof(TService)} has no public method {method.Name} with the parameters of {method.FullName}.");

    private void Map(IMethod method, MethodInfo implementation, RequestDelegate handler)
    {
        ServiceNames.Add(method.ServiceName);
        var endpoint = endpoints.Map(method.FullName, handler)
            .WithMetadata(typeof(TService).GetCustomAttributes(inherit: true))
            .WithMetadata(implementation.GetCustomAttributes(inherit: true))
            .WithMetadata(new GrpcMethodMetadata(typeof(TService), method), Post)
            .WithDisplayName($"gRPC - {method.FullName}");
        Endpoints.Add(endpoint);
    }
}
