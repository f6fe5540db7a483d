using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// Carries the events that workflows publish to the workflows that wait for them or start with them. An event is an outbox
/// row like any command, so a crash between publishing and receiving loses nothing, and each receiver takes it once.
/// </summary>
internal sealed class WorkflowEventChannel(Lazy<WorkflowSignals> signals) : InProcessChannel(16)
{
    public override bool Serves(string connector) => connector == BurstWriter.EventLane;

    protected override async Task<DeliveryResult> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var published = JsonElement.Parse(message.Payload.Span);
        await signals.Value.SendEventAsync(
            message.Tenant,
            message.Operation,
            published.Member("payload"),
            new SignalFilter(published.Member("correlationId").AsText(), published.Member("instanceId").AsText(), published.Member("activityInstanceId").AsText()),
            message.Id,
            cancellationToken);
        return new DeliveryResult.Answered(default, IsHandled: false);
    }

    public static byte[] Serialize(PublishedEvent published) => Serialize(new SignalFilter(published.CorrelationId, published.WorkflowInstanceId), published.Payload);

    public static byte[] Serialize(SignalFilter filter, JsonElement payload) => JsonSerializer.SerializeToUtf8Bytes(JsonValues.Object(
        ("correlationId", JsonValues.From(filter.CorrelationId)),
        ("instanceId", JsonValues.From(filter.InstanceId)),
        ("activityInstanceId", JsonValues.From(filter.ActivityInstanceId)),
        ("payload", payload)));
}
