using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Workflows.Events;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// Carries the events that workflows publish to the workflows that wait for them or start with them, and those that were kept to
/// the bookmarks that they were given to. An event is an outbox row like any command, so a crash between publishing and receiving
/// loses nothing, and each receiver takes it once.
/// </summary>
internal sealed class WorkflowEventChannel(Lazy<WorkflowSignals> signals) : InProcessChannel(16)
{
    public override bool Serves(string connector) => connector == BurstWriter.EventLane;

    protected override async Task<DeliveryResult> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var published = JsonElement.Parse(message.Payload.Span);
        var filter = new SignalFilter(published.Member("correlationId").AsText(), published.Member("instanceId").AsText(), published.Member("activityInstanceId").AsText());
        var payload = published.Member("payload");
        if (published.Member("bookmarkId").AsText() is { } bookmarkId)
        {
            var keptAt = DateTimeOffset.FromUnixTimeMilliseconds(published.Member("keptAt").GetInt64());
            await signals.Value.HandOverAsync(KeptEvent.Of(message.Tenant, message.Operation, filter, payload, keptAt), bookmarkId, message.Id, cancellationToken);
        }
        else
        {
            await signals.Value.SendEventAsync(message.Tenant, message.Operation, payload, filter, message.Id, cancellationToken);
        }

        return new DeliveryResult.Answered(default, IsHandled: false);
    }

    public static byte[] Serialize(PublishedEvent published) => Serialize(new SignalFilter(published.CorrelationId, published.WorkflowInstanceId), published.Payload);

    public static byte[] Serialize(SignalFilter filter, JsonElement payload) => JsonSerializer.SerializeToUtf8Bytes(JsonValues.Object(Members(filter, payload)));

    /// <summary>A kept event and the bookmark that it is given to.</summary>
    public static byte[] Serialize(KeptEvent kept, string bookmarkId) => JsonSerializer.SerializeToUtf8Bytes(JsonValues.Object(
    [
        .. Members(kept.Filter, kept.Payload.IsEmpty ? default : JsonElement.Parse(kept.Payload.Span)),
        ("keptAt", JsonValues.From(kept.At.ToUnixTimeMilliseconds())),
        ("bookmarkId", JsonValues.From(bookmarkId)),
    ]));

    private static (string Name, JsonElement Value)[] Members(SignalFilter filter, JsonElement payload) =>
    [
        ("correlationId", JsonValues.From(filter.CorrelationId)),
        ("instanceId", JsonValues.From(filter.InstanceId)),
        ("activityInstanceId", JsonValues.From(filter.ActivityInstanceId)),
        ("payload", payload),
    ];
}
