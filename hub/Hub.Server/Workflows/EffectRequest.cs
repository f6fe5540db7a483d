using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>An outside call as its claim keeps it.</summary>
/// <param name="IsIdempotent">Whether it may be made again when nobody knows whether it was made.</param>
internal sealed record EffectRequest(string Kind, bool IsIdempotent, JsonElement Request)
{
    /// <summary>The kind of effect that is an HTTP call.</summary>
    public const string HttpKind = "http";

    public HttpCall ToHttpCall() => new(
        Request.Member("method").AsText() ?? "POST",
        Request.Member("url").AsText() ?? "",
        Request.Member("headers") is { ValueKind: JsonValueKind.Object } headers
            ? [.. headers.EnumerateObject().SelectMany(ToPairs)]
            : [],
        Request.Member("content"),
        Request.Member("contentType").AsText(),
        Request.Member("authorization").AsText());

    private static IEnumerable<KeyValuePair<string, string>> ToPairs(JsonProperty header) => header.Value.ValueKind == JsonValueKind.Array
        ? header.Value.EnumerateArray().Select(value => KeyValuePair.Create(header.Name, value.AsText() ?? ""))
        : [KeyValuePair.Create(header.Name, header.Value.AsText() ?? "")];

    public static byte[] Serialize(Effect effect) => JsonSerializer.SerializeToUtf8Bytes(new EffectRequest(effect.Kind, effect.IsIdempotent, effect.Request));

    public static EffectRequest Deserialize(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<EffectRequest>(json.Span)!;
}
