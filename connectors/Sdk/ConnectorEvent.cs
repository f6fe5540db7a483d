using System.Text.Json;

namespace Hub.Connectors.Sdk;

/// <summary>Something that happened in the business software.</summary>
/// <param name="Id">Unique for this connector, and the same whenever the same thing is reported again: take it from the business software where you can.</param>
/// <param name="Type">An event operation of the manifest, for example <c>payment.settled</c>.</param>
/// <param name="Payload">JSON, valid against the event's schema.</param>
/// <param name="Context">Tenant, and what it belongs to.</param>
public sealed record ConnectorEvent(string Id, string Type, ReadOnlyMemory<byte> Payload, MessageContext Context)
{
    /// <summary>When it happened; null for when the hub receives it.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>An event whose payload is an object, written as JSON with names in camel case.</summary>
    public static ConnectorEvent From(string id, string type, object payload, MessageContext context) =>
        new(id, type, JsonSerializer.SerializeToUtf8Bytes(payload, JsonSerializerOptions.Web), context);

    internal V1.Event ToWire() => new()
    {
        Id = Id,
        Type = Type,
        Payload = Google.Protobuf.ByteString.CopyFrom(Payload.Span),
        Context = Context.ToWire(),
        Time = Time?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
