using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core.Wire;

namespace Grpc.Core.Client;

/// <summary>Reads the status and the metadata of a response.</summary>
internal static class TrailersReader
{
    /// <summary>The outcome behind the messages. Valid once the body is read to its end.</summary>
    public static (Status Status, Metadata Trailers) Read(HttpResponseMessage response) =>
        ReadOutcome(response.TrailingHeaders)
        ?? (new Status(StatusCode.Unknown, "The server ended the stream without a grpc-status trailer. Is something between that does not know HTTP/2 trailers?"), []);

    /// <summary>The outcome of a response that has no body or is no gRPC at all; null for one whose messages follow.</summary>
    public static (Status Status, Metadata Trailers)? ReadTrailersOnly(HttpResponseMessage response)
    {
        if (ReadOutcome(response.Headers) is { } outcome)
        {
            return outcome;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (new Status(CodeOf(response.StatusCode), $"The server answered HTTP {(int)response.StatusCode} instead of a gRPC status."), []);
        }

        return GrpcHeaders.IsGrpcContentType(response.Content.Headers.ContentType?.ToString())
            ? null
            : (new Status(StatusCode.Unknown, "The server's content type must be application/grpc and is something else. Is this a gRPC server?"), []);
    }

    public static Metadata ReadHeaders(HttpResponseMessage response)
    {
        var metadata = new Metadata();
        Add(metadata, response.Headers);
        return metadata.Freeze();
    }

    private static (Status Status, Metadata Trailers)? ReadOutcome(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(GrpcHeaders.Status, out var statuses))
        {
            return null;
        }

        var code = int.TryParse(statuses.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= (int)StatusCode.Unauthenticated ? (StatusCode)number : StatusCode.Unknown;
        var detail = headers.NonValidated.TryGetValues(GrpcHeaders.Message, out var messages) ? StatusMessage.Decode(messages.ToString()) : string.Empty;
        var trailers = new Metadata();
        Add(trailers, headers);
        return (new Status(code, detail), trailers.Freeze());
    }

    private static void Add(Metadata metadata, HttpHeaders headers)
    {
        foreach (var (name, values) in headers.NonValidated)
        {
            if (MetadataHeaders.IsReserved(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                MetadataHeaders.AddReceived(metadata, name, value);
            }
        }
    }

    // As the gRPC specification maps HTTP statuses that come without a gRPC status.
    private static StatusCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
