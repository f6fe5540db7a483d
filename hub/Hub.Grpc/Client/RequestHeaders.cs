using System.Net.Http.Headers;
using Grpc.Core.Wire;

namespace Grpc.Core.Client;

/// <summary>The headers of a client's request.</summary>
internal static class RequestHeaders
{
    private const string UserAgent = "hub-grpc-dotnet";

    private static readonly MediaTypeHeaderValue ContentType = new(GrpcHeaders.ContentType);

    public static void Write(HttpRequestMessage request, string? host, CallOptions options, bool compress)
    {
        var headers = request.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, GrpcHeaders.AcceptedEncodings);
        if (request.Content is { } content)
        {
            content.Headers.ContentType = ContentType;
        }

        if (host is not null)
        {
            headers.Host = host;
        }

        if (compress)
        {
            headers.TryAddWithoutValidation(GrpcHeaders.Encoding, GrpcHeaders.Gzip);
        }

        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            headers.TryAddWithoutValidation(GrpcHeaders.Timeout, GrpcTimeout.Format(deadline.ToUniversalTime() - DateTime.UtcNow));
        }

        var hasUserAgent = false;
        foreach (var entry in options.Headers ?? Metadata.Empty)
        {
            if (MetadataHeaders.IsReserved(entry.Key) || entry.Key == GrpcHeaders.RequestedEncoding)
            {
                continue;
            }

            hasUserAgent |= entry.Key == "user-agent";
            headers.TryAddWithoutValidation(entry.Key, entry.ToHeaderValue());
        }

        if (!hasUserAgent)
        {
            headers.TryAddWithoutValidation("user-agent", UserAgent);
        }
    }
}
