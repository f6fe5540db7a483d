using System.Text.Json;

namespace Hub.Server.Exchange;

/// <summary>A citizen request as an envelope, and its receipt: the same for every channel that takes one.</summary>
public static class CitizenRequests
{
    private const string Source = "hub:requests";

    /// <summary>The channels that a request may name.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["web", "counter", "phone", "mail", "email"];

    /// <param name="idempotencyKey">The sender's own key; empty means that every request is a new one.</param>
    /// <param name="channel">One of <see cref="Channels"/>; empty means web.</param>
    public static Envelope ToEnvelope(
        ProcedureOffer procedure,
        TenantId tenant,
        string? idempotencyKey,
        string? channel,
        ReadOnlyMemory<byte> payload,
        string? traceParent,
        IdGenerator ids,
        TimeProvider clock) => new()
        {
            MessageId = new(tenant, Source, string.IsNullOrEmpty(idempotencyKey) ? ids.NewId() : idempotencyKey),
            ComesOnce = string.IsNullOrEmpty(idempotencyKey),
            Type = MessageTypes.RequestSubmitted,
            Subject = procedure.Name,
            Time = clock.GetUtcNow(),
            Data = payload,
            DataSchema = procedure.Schema,
            Channel = string.IsNullOrEmpty(channel) ? "web" : channel,
            TraceParent = string.IsNullOrEmpty(traceParent) ? null : traceParent,
        };

    public static byte[] WriteReceipt(RequestReceipt receipt) => JsonSerializer.SerializeToUtf8Bytes(receipt, JsonSerializerOptions.Web);

    public static RequestReceipt ReadReceipt(ReadOnlyMemory<byte> reply) => JsonSerializer.Deserialize<RequestReceipt>(reply.Span, JsonSerializerOptions.Web)!;
}

/// <summary>What a sender gets once its request is durable.</summary>
public sealed record RequestReceipt(string JourneyId, string RequestId);
