using System.Text.Json;

namespace Hub.Server.Exchange.Outbox;

/// <summary>
/// Brings a command's answer in by the one door. The same commit takes the command out of the outbox and lets the workflow go
/// on, so an answer is acted upon exactly once, however often the connector gives it.
/// </summary>
public sealed class ReplyEntrance(Lazy<ExchangePipeline> pipeline, TimeProvider clock)
{
    /// <summary>Returns once the answer is durable.</summary>
    /// <param name="failure">The refusal; null when the command was done.</param>
    /// <param name="schema">What a reply must be valid against; null where the manifest gives none.</param>
    /// <param name="alongside">What whoever answers wants in the same commit, such as an audit entry.</param>
    public async Task<ExchangeAnswer> EnterAsync(
        OutboxMessage message, ReadOnlyMemory<byte> reply, DeliveryFailure? failure, string? schema = null, params IReadOnlyList<IChange> alongside)
    {
        var envelope = new Envelope
        {
            // One answer a command, whoever brings it and however often.
            MessageId = new(message.Tenant, "hub:replies", message.Id),
            Type = MessageTypes.ConnectorReply,
            Subject = message.Id,
            Time = clock.GetUtcNow(),
            Data = failure is null ? reply : JsonSerializer.SerializeToUtf8Bytes(ReplyFailure.Of(failure), ReplyJson.Default.ReplyFailure),
            DataSchema = failure is null ? schema : null,
            Partition = message.Partition,
            JourneyId = message.JourneyId,
            CaseId = message.CaseId,
            PaymentId = message.PaymentId,
            TraceParent = message.TraceParent,
        };
        FailPoint.Hit("reply.before");
        var answer = await pipeline.Value.SendAsync(envelope, new CommandAnswer(message, failure), CancellationToken.None, alongside);
        FailPoint.Hit("reply.after");
        return answer;
    }
}

/// <summary>What the workflow's recipient needs to know of the command that is answered.</summary>
public sealed record CommandAnswer(OutboxMessage Command, DeliveryFailure? Failure);

/// <summary>A refusal as the workflow sees it: <c>{"failure":{"code","message"}}</c>.</summary>
internal sealed record ReplyFailure(ReplyFailureDetail Failure)
{
    public static ReplyFailure Of(DeliveryFailure failure) => new(new ReplyFailureDetail(failure.Code, failure.Message));
}

internal sealed record ReplyFailureDetail(string Code, string Message);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase)]
[System.Text.Json.Serialization.JsonSerializable(typeof(ReplyFailure))]
internal sealed partial class ReplyJson : System.Text.Json.Serialization.JsonSerializerContext;
