using System.Globalization;
using System.Text.Json;
using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Exchange.DeadLetters;

/// <summary>
/// A message that the hub could not hand on, kept whole with the reason until somebody replays or discards it. Nothing is
/// ever dropped without one.
/// </summary>
public sealed record DeadLetter
{
    private const string Reply = "reply";
    private const string ReplySize = "replysize";

    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>Which way it was going.</summary>
    public required DeadLetterKind Kind { get; init; }

    /// <summary>The connector or channel.</summary>
    public required string System { get; init; }

    /// <summary>The operation or message type.</summary>
    public required string Operation { get; init; }

    /// <summary>A stable word for the reason.</summary>
    public required string Code { get; init; }

    public required LocalizedText Reason { get; init; }

    /// <summary>JSON Pointer to what is wrong, where there is one.</summary>
    public string? Pointer { get; init; }

    public JourneyId? JourneyId { get; init; }

    /// <summary>The outbox row that waits with it.</summary>
    public string? OutboxId { get; init; }

    /// <summary>The envelope's attributes as JSON, for replay; of a command also the answer that could not be taken (<see cref="RefusedReply"/>).</summary>
    public required ReadOnlyMemory<byte> Attributes { get; init; }

    /// <summary>The bytes as they came or went.</summary>
    public required ReadOnlyMemory<byte> Original { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What the connector answered at the last attempt, where that is the reason: <see cref="Original"/> is then only what it was asked.</summary>
    public KeptReply? RefusedReply() =>
        JsonSerializer.Deserialize<Dictionary<string, string?>>(Attributes.Span) is { } attributes
        && attributes.GetValueOrDefault(Reply) is { } bytes
        && attributes.GetValueOrDefault(ReplySize) is { } size
            ? new KeptReply(int.Parse(size, CultureInfo.InvariantCulture), Convert.FromBase64String(bytes))
            : null;

    /// <summary>A message from a channel whose sender does not wait, refused for the problem.</summary>
    public static DeadLetter Of(Envelope envelope, string system, Problem problem, string id, DateTimeOffset now) => new()
    {
        Id = id,
        Tenant = envelope.Tenant,
        Kind = DeadLetterKind.Inbound,
        System = system,
        Operation = envelope.Subject,
        Code = problem.Code,
        Reason = problem.Detail,
        Pointer = problem.Errors.Count > 0 ? problem.Errors[0].InstanceLocation : null,
        JourneyId = envelope.JourneyId,
        Attributes = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?>
        {
            ["id"] = envelope.MessageId.Id,
            ["source"] = envelope.MessageId.Source,
            ["type"] = envelope.Type,
            ["subject"] = envelope.Subject,
            ["dataschema"] = envelope.DataSchema,
            ["journeyid"] = envelope.JourneyId?.Value,
            ["caseid"] = envelope.CaseId,
            ["paymentid"] = envelope.PaymentId,
        }),
        Original = envelope.Data,
        Attempts = 1,
        At = now,
    };

    public static DeadLetter Of(OutboxMessage message, DeliveryFailure failure, int attempts, string id, DateTimeOffset now) => new()
    {
        Id = id,
        Tenant = message.Tenant,
        Kind = DeadLetterKind.Outbound,
        System = message.Connector,
        Operation = message.Operation,
        Code = failure.Code,
        Reason = new(
            $"Le connecteur {message.Connector} n'a pas accepté l'opération {message.Operation} après {attempts} essais : {failure.Message}",
            $"Connector {message.Connector} did not take operation {message.Operation} after {attempts} attempts: {failure.Message}"),
        JourneyId = message.JourneyId,
        OutboxId = message.Id,
        Attributes = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?>
        {
            ["id"] = message.Id,
            ["idempotencykey"] = message.IdempotencyKey,
            ["journeyid"] = message.JourneyId?.Value,
            ["caseid"] = message.CaseId,
            ["paymentid"] = message.PaymentId,
            [ReplySize] = failure.Reply?.Size.ToString(CultureInfo.InvariantCulture),
            [Reply] = failure.Reply is { } reply ? Convert.ToBase64String(reply.Bytes.Span) : null,
        }),
        Original = message.Payload,
        Attempts = attempts,
        At = now,
    };
}

/// <summary>Which way a dead letter was going.</summary>
public enum DeadLetterKind
{
    /// <summary>Out, to a connector.</summary>
    Outbound,

    /// <summary>In, from a channel whose sender does not wait for an answer: the Invalid Message Channel.</summary>
    Inbound,
}

/// <summary>Keeps an inbound message that could not be taken.</summary>
public sealed record AddDeadLetter(DeadLetter Letter) : IChange;

/// <summary>Sets a command aside: its outbox row is marked dead and its partition waits behind it.</summary>
public sealed record BuryOutboxMessage(DeadLetter Letter) : IChange;

/// <summary>Forgets a dead letter that nothing else depends on.</summary>
public sealed record RemoveDeadLetter(string Id) : IChange;

/// <summary>Takes a dead letter back: its outbox row is due again, from the first attempt, in its old place.</summary>
public sealed record ReviveDeadLetter(DeadLetter Letter, DateTimeOffset At) : IChange;
