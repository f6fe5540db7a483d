using System.Net.Http;

namespace Grpc.Core.Client;

/// <summary>What a failure of HTTP or of the connection means for a call.</summary>
internal static class TransportErrors
{
    public static Status StatusOf(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpProtocolException protocol)
            {
                return new Status(CodeOf(protocol.ErrorCode), $"The server reset the stream with HTTP/2 error 0x{protocol.ErrorCode:x}.", exception);
            }
        }

        return exception switch
        {
            OperationCanceledException => new Status(StatusCode.Cancelled, "The call was given up.", exception),
            HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError } =>
                new Status(StatusCode.Internal, "The server does not speak HTTP/2 at this address.", exception),
            HttpRequestException http => new Status(StatusCode.Unavailable, $"The server cannot be reached or the connection was lost ({http.HttpRequestError}).", exception),
            IOException => new Status(StatusCode.Unavailable, "The connection was lost.", exception),
            ObjectDisposedException => new Status(StatusCode.Cancelled, "The call or its channel was disposed.", exception),
            _ => new Status(StatusCode.Internal, $"The call failed: {exception.GetType().Name}.", exception),
        };
    }

    // RFC 9113, section 7, and the gRPC specification's table of them.
    private static StatusCode CodeOf(long http2Error) => http2Error switch
    {
        0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted,
        0xc => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };
}
