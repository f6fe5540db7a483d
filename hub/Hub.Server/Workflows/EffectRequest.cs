using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>An outside call as its claim keeps it.</summary>
/// <param name="IsIdempotent">Whether it may be made again when nobody knows whether it was made.</param>
/// <param name="Key">What the called system knows the call by; null means the claim's own id.</param>
internal sealed record EffectRequest(string Kind, bool IsIdempotent, JsonElement Request, string? Key = null)
{
    /// <summary>Where the call goes; null where it names no address.</summary>
    public Uri? ParseAddress() =>
        Request.ValueKind == JsonValueKind.Object && Uri.TryCreate(Request.Member("url").AsText(), UriKind.Absolute, out var address) ? address : null;

    public static EffectRequest Of(Effect effect) => new(effect.Kind, effect.IsIdempotent, effect.Request, effect.IdempotencyKey == effect.EffectId ? null : effect.IdempotencyKey);

    public byte[] Serialize() => JsonValues.WriteBytes(this, static (writer, written) =>
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(Kind), written.Kind);
        writer.WriteBoolean(nameof(IsIdempotent), written.IsIdempotent);
        writer.WritePropertyName(nameof(Request));
        written.Request.CopyTo(writer);
        if (written.Key is not null)
        {
            writer.WriteString(nameof(Key), written.Key);
        }

        writer.WriteEndObject();
    });

    public static EffectRequest Deserialize(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<EffectRequest>(json.Span)!;
}
