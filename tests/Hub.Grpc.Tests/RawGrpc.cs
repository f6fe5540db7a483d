using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;

namespace Hub.Grpc.Tests;

/// <summary>gRPC by hand, to send what no client would.</summary>
internal static class RawGrpc
{
    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Frame(byte[] payload, byte flag = 0, uint? length = null)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length ?? (uint)payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public static HttpRequestMessage Request(string address, byte[] body, string contentType = "application/grpc")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        return request;
    }

    /// <summary>What is left when every whole message is taken off.</summary>
    public static int BytesBehindWholeFrames(ReadOnlySpan<byte> body)
    {
        while (body.Length >= 5 && body.Length >= 5 + BinaryPrimitives.ReadInt32BigEndian(body[1..]))
        {
            body = body[(5 + BinaryPrimitives.ReadInt32BigEndian(body[1..]))..];
        }

        return body.Length;
    }

    /// <summary>The status, from the trailers or the headers.</summary>
    public static async Task<StatusCode> StatusAsync(HttpResponseMessage response)
    {
        await response.Content.ReadAsByteArrayAsync();
        var value = response.TrailingHeaders.TryGetValues("grpc-status", out var trailers) ? trailers.Single()
            : response.Headers.TryGetValues("grpc-status", out var headers) ? headers.Single()
            : throw new InvalidOperationException("The response has no grpc-status.");
        return (StatusCode)int.Parse(value, CultureInfo.InvariantCulture);
    }
}
