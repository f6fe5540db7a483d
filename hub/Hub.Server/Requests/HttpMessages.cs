using System.Buffers;
using System.Text.Json;

namespace Hub.Server.Requests;

/// <summary>
/// Reads an HTTP body as a message: plain JSON, or a CloudEvent (CloudEvents 1.0, HTTP protocol binding §3) in binary mode
/// (<c>ce-</c> headers beside a JSON body) or structured mode (<c>application/cloudevents+json</c>).
/// </summary>
internal static class HttpMessages
{
    private const string Structured = "application/cloudevents+json";

    /// <summary>Reads the body up to the route's limit and takes a CloudEvent apart.</summary>
    /// <returns>The message, or why it cannot be read.</returns>
    public static async Task<(HttpMessage? Message, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var mediaType = (request.ContentType ?? "").Split(';')[0].Trim();
        var isStructured = mediaType.Equals(Structured, StringComparison.OrdinalIgnoreCase);
        if (!isStructured && !IsJson(mediaType))
        {
            return (null, RequestProblems.MediaType);
        }

        var body = await ReadBodyAsync(request, cancellationToken);
        return isStructured ? ReadStructured(body) : (new HttpMessage(body, Header(request, "ce-id"), Header(request, "ce-source")), null);
    }

    private static bool IsJson(string mediaType) =>
        mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || (mediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static (HttpMessage? Message, Problem? Problem) ReadStructured(ReadOnlyMemory<byte> body)
    {
        JsonElement document;
        try
        {
            document = StrictJson.Parse(body.Span, StrictJson.MaxDepth + 1);
        }
        catch (JsonException)
        {
            // Not JSON at all: the exchange says so, with the place.
            return (new HttpMessage(body, null, null), null);
        }

        if (document.ValueKind != JsonValueKind.Object
            || Text(document, "specversion") != "1.0"
            || Text(document, "id") is not { Length: > 0 } id
            || Text(document, "source") is not { Length: > 0 } source
            || Text(document, "type") is not { Length: > 0 })
        {
            return (null, RequestProblems.CloudEvent);
        }

        if (document.TryGetProperty("data_base64", out var encoded))
        {
            return encoded.ValueKind == JsonValueKind.String && encoded.TryGetBytesFromBase64(out var bytes)
                ? (new HttpMessage(bytes, id, source), null)
                : (null, RequestProblems.CloudEvent);
        }

        return document.TryGetProperty("data", out var data)
            ? (new HttpMessage(JsonSerializer.SerializeToUtf8Bytes(data), id, source), null)
            : (null, RequestProblems.CloudEvent);
    }

    // The pipe enforces the route's limit for chunked bodies too; Content-Length is only a promise.
    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static string? Header(HttpRequest request, string name) => request.Headers[name].ToString() is { Length: > 0 } value ? value : null;

    private static string? Text(JsonElement parent, string member) =>
        parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A message's bytes, and the CloudEvent's id and source where it was one.</summary>
internal sealed record HttpMessage(ReadOnlyMemory<byte> Data, string? EventId, string? EventSource);
