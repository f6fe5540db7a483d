using System.Text.Json;

namespace Hub.Workflows.Http;

/// <summary>An HTTP request that an activity wants made. As an effect of kind <see cref="EffectKind"/> it travels as JSON.</summary>
/// <param name="Method">Method in upper case.</param>
/// <param name="Url">Absolute address.</param>
/// <param name="Headers">Header names and values, in order.</param>
/// <param name="Content">Body: a string as it is, anything else as JSON; not set means none.</param>
/// <param name="ContentType">Media type of the body; null lets the caller choose by the body's kind.</param>
/// <param name="Authorization">Value of the Authorization header; null means none. Secret: never to be logged or shown.</param>
public sealed record HttpCall(string Method, string Url, IReadOnlyList<KeyValuePair<string, string>> Headers, JsonElement Content, string? ContentType, string? Authorization)
{
    /// <summary>Kind of the effect that asks for an HTTP call.</summary>
    public const string EffectKind = "http";

    /// <summary>Kind of the effect whose answer is kept as a file (<see cref="FileClaim"/>).</summary>
    public const string FileEffectKind = "http.file";

    /// <summary><see cref="Url"/>, parsed, once; null where it is no absolute address.</summary>
    public Uri? Address
    {
        get => field ??= Uri.TryCreate(Url, UriKind.Absolute, out var parsed) ? parsed : null;
        init;
    }

    /// <summary>Whether the call changes nothing and may therefore be made while the burst runs.</summary>
    public bool IsSafe => Method is "GET" or "HEAD";

    /// <summary>Whether the call is one by which something may be changed at the other end (RFC 9110, 9.2.1).</summary>
    public bool MayChange => Method is not ("GET" or "HEAD" or "OPTIONS" or "TRACE");

    /// <summary>Whether making the call twice does the same as making it once (RFC 9110, 9.2.2).</summary>
    public bool IsIdempotent => IsSafe || Method is "PUT" or "DELETE" or "OPTIONS" or "TRACE";

    /// <summary>The call as JSON.</summary>
    public JsonElement ToJson() => JsonValues.Write(this, static (writer, call) =>
    {
        writer.WriteStartObject();
        writer.WriteString("method"u8, call.Method);
        writer.WriteString("url"u8, call.Url);
        writer.WritePropertyName("headers"u8);
        HttpHeaderList.Write(call.Headers, writer);
        if (call.Content.IsSet())
        {
            writer.WritePropertyName("content"u8);
            call.Content.CopyTo(writer);
        }

        if (call.ContentType is not null)
        {
            writer.WriteString("contentType"u8, call.ContentType);
        }

        if (call.Authorization is not null)
        {
            writer.WriteString("authorization"u8, call.Authorization);
        }

        writer.WriteEndObject();
    });

    /// <summary>Reads what <see cref="ToJson"/> wrote, by exactly the names that it writes.</summary>
    /// <param name="address">Its address where it was parsed already.</param>
    public static HttpCall FromJson(JsonElement json, Uri? address = null) => new(
        json.Own("method").AsText() ?? "GET",
        json.Own("url").AsText() ?? "",
        HttpHeaderList.From(json.Own("headers")),
        json.Own("content"),
        json.Own("contentType").AsText(),
        json.Own("authorization").AsText())
    {
        Address = address,
    };
}
