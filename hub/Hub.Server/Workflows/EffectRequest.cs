using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>An outside call as its claim keeps it.</summary>
/// <param name="IsIdempotent">Whether it may be made again when nobody knows whether it was made.</param>
internal sealed record EffectRequest(string Kind, bool IsIdempotent, JsonElement Request)
{
    /// <summary>Where the call goes; empty where it does not say.</summary>
    public string Address => Request.Member("url").AsText() ?? "";

    public static byte[] Serialize(Effect effect) => JsonSerializer.SerializeToUtf8Bytes(new EffectRequest(effect.Kind, effect.IsIdempotent, effect.Request));

    public static EffectRequest Deserialize(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<EffectRequest>(json.Span)!;
}
