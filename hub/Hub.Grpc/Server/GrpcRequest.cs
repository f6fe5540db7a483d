using Grpc.Core.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core.Server;

/// <summary>Tells gRPC requests from others, and refuses those in the way that the protocol describes.</summary>
internal static class GrpcRequest
{
    /// <summary>True for a gRPC request. Otherwise the refusal is written.</summary>
    public static bool Accept(HttpContext http)
    {
        if (!GrpcHeaders.IsGrpcContentType(http.Request.ContentType))
        {
            Refuse(
                http,
                StatusCodes.Status415UnsupportedMediaType,
                new Status(StatusCode.Internal, "The content type must be application/grpc and is something else."));
            return false;
        }

        if (!HttpProtocol.IsHttp2(http.Request.Protocol) && !HttpProtocol.IsHttp3(http.Request.Protocol))
        {
            http.Response.Headers.Upgrade = "h2c";
            Refuse(http, StatusCodes.Status426UpgradeRequired, new Status(StatusCode.Internal, $"gRPC needs HTTP/2, and the request came over {http.Request.Protocol}."));
            return false;
        }

        return true;
    }

    /// <summary>Answers a call of something that does not exist here.</summary>
    public static Task AnswerUnimplementedAsync(HttpContext http)
    {
        if (Accept(http))
        {
            http.Response.ContentType = GrpcHeaders.ContentType;
            var detail = $"There is no method {http.Request.Path.Value} here. Check the service and method names and the server's version.";
            Refuse(http, StatusCodes.Status200OK, new Status(StatusCode.Unimplemented, detail));
        }

        return Task.CompletedTask;
    }

    private static void Refuse(HttpContext http, int httpStatus, Status status)
    {
        http.Response.StatusCode = httpStatus;
        http.Response.Headers.GrpcStatus = GrpcHeaders.StatusValue(status.StatusCode);
        http.Response.Headers.GrpcMessage = StatusMessage.Encode(status.Detail);
    }
}
