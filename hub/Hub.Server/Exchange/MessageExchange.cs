using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Server.Web;

namespace Hub.Server.Exchange;

/// <summary>One message on its way through the steps, with what they found out about it and what it will change.</summary>
public sealed class MessageExchange(Envelope envelope, UnitOfWork unit, object? caller)
{
    private JsonElement? payload;
    private byte[]? contentHash;

    public Envelope Envelope { get; set; } = envelope;

    public UnitOfWork Unit { get; } = unit;

    /// <summary>What the channel keeps open for a caller who waits for a workflow's own reply, such as an HTTP exchange.</summary>
    public object? Caller { get; } = caller;

    /// <summary>The answer once everything is durable.</summary>
    public ExchangeAnswer Answer { get; set; } = ExchangeAnswer.Accepted();

    /// <summary>The data as JSON; parsed once. <c>Undefined</c> when the message has no data.</summary>
    public JsonElement Payload => payload ??= Envelope.Data.IsEmpty ? default : JsonElement.Parse(Envelope.Data.Span);

    /// <summary>SHA-256 of what the message is about, the journey that its sender named, and its data: the same id with another hash is another message.</summary>
    public byte[] ContentHash => contentHash ??= HashContent();

    private byte[] HashContent()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Envelope.Type}\n{Envelope.Subject}\n{Envelope.JourneyId?.Value}\n"));
        hash.AppendData(Envelope.Data.Span);
        return hash.GetHashAndReset();
    }
}
