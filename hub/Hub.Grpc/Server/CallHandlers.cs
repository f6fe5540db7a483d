using Grpc.Core.Wire;

namespace Grpc.Core.Server;

/// <summary>One message in, one out.</summary>
internal sealed class UnaryCallHandler<TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    Func<TService, TRequest, ServerCallContext, Task<TResponse>> invoke,
    ServiceActivator<TService> activator,
    CallSettings settings)
    : CallHandler<TService, TRequest, TResponse>(method, activator, settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(HttpCallContext call)
    {
        var request = await ReadRequestAsync(call).ConfigureAwait(false) ?? throw FrameErrors.Missing();
        var service = CreateService(call);
        try
        {
            WriteResponse(call, await invoke(service, request, call).ConfigureAwait(false));
        }
        finally
        {
            await ReleaseServiceAsync(service).ConfigureAwait(false);
        }
    }
}

/// <summary>Many messages in, one out.</summary>
internal sealed class ClientStreamingCallHandler<TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>> invoke,
    ServiceActivator<TService> activator,
    CallSettings settings)
    : CallHandler<TService, TRequest, TResponse>(method, activator, settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(HttpCallContext call)
    {
        var requests = new RequestStreamReader<TRequest>(call, Method.RequestMarshaller);
        var service = CreateService(call);
        try
        {
            WriteResponse(call, await invoke(service, requests, call).ConfigureAwait(false));
        }
        finally
        {
            requests.End();
            await ReleaseServiceAsync(service).ConfigureAwait(false);
        }
    }
}

/// <summary>One message in, many out.</summary>
internal sealed class ServerStreamingCallHandler<TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke,
    ServiceActivator<TService> activator,
    CallSettings settings)
    : CallHandler<TService, TRequest, TResponse>(method, activator, settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(HttpCallContext call)
    {
        var request = await ReadRequestAsync(call).ConfigureAwait(false) ?? throw FrameErrors.Missing();
        var responses = new ResponseStreamWriter<TResponse>(call, Method.ResponseMarshaller);
        var service = CreateService(call);
        try
        {
            await invoke(service, request, responses, call).ConfigureAwait(false);
        }
        finally
        {
            responses.End();
            await ReleaseServiceAsync(service).ConfigureAwait(false);
        }
    }
}

/// <summary>Many messages both ways.</summary>
internal sealed class DuplexStreamingCallHandler<TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke,
    ServiceActivator<TService> activator,
    CallSettings settings)
    : CallHandler<TService, TRequest, TResponse>(method, activator, settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(HttpCallContext call)
    {
        var requests = new RequestStreamReader<TRequest>(call, Method.RequestMarshaller);
        var responses = new ResponseStreamWriter<TResponse>(call, Method.ResponseMarshaller);
        var service = CreateService(call);
        try
        {
            await invoke(service, requests, responses, call).ConfigureAwait(false);
        }
        finally
        {
            requests.End();
            responses.End();
            await ReleaseServiceAsync(service).ConfigureAwait(false);
        }
    }
}
