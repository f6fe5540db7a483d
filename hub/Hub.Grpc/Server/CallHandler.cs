using Grpc.Core.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Grpc.Core.Server;

/// <summary>Serves the calls of one method: checks the request, runs the method, ends the call with its status.</summary>
internal abstract class CallHandler<TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServiceActivator<TService> activator, CallSettings settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private readonly bool _isRequestStream = method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming;

    protected Method<TRequest, TResponse> Method => method;

    public async Task HandleAsync(HttpContext http)
    {
        if (!GrpcRequest.Accept(http))
        {
            return;
        }

        if (_isRequestStream || settings.LiftsBodyLimit)
        {
            LiftLimits(http);
        }

        using var call = new HttpCallContext(http, method, settings);
        Status status;
        try
        {
            call.Begin();
            await RunAsync(call).ConfigureAwait(false);
            status = call.Status;
        }
        catch (Exception exception)
        {
            status = call.StatusOf(exception);
        }

        await call.EndAsync(status).ConfigureAwait(false);
    }

    /// <summary>Reads, calls the service and writes, as the kind of method asks.</summary>
    protected abstract Task RunAsync(HttpCallContext call);

    protected TService CreateService(HttpCallContext call) => activator.Create(call.HttpContext.RequestServices);

    protected ValueTask ReleaseServiceAsync(TService service) => activator.ReleaseAsync(service);

    /// <summary>The only message of the client, or null.</summary>
    protected ValueTask<TRequest?> ReadRequestAsync(HttpCallContext call) =>
        call.CreateReader(method.RequestMarshaller).ReadSingleAsync(call.ReadToken);

    protected void WriteResponse(HttpCallContext call, TResponse? response)
    {
        if (response is null)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"{method.FullName} returned no message."));
        }

        call.Write(call.CreateWriter(method.ResponseMarshaller), response, options: null);
    }

    // A stream may be silent for hours and carry any number of bytes: only the size of each message is limited.
    private static void LiftLimits(HttpContext http)
    {
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }
}
