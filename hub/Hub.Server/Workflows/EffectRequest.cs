using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>An outside call as its claim keeps it.</summary>
/// <param name="IsIdempotent">Whether it may be made again when nobody knows whether it was made.</param>
internal sealed record EffectRequest(string Kind, bool IsIdempotent, JsonElement Request)
{
    public static EffectRequest Of(Effect effect) => new(effect.Kind, effect.IsIdempotent, effect.Request);

    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static EffectRequest Deserialize(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<EffectRequest>(json.Span)!;
}
