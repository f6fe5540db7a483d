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
internal sealed class WorkflowEventChannel(Lazy<WorkflowSignals> signals) : IOutboundChannel
{
    private readonly Places places = new(16);

    public bool Serves(string connector) => connector == BurstWriter.EventLane;

    public int FreeCapacity(string connector) => places.Free;

    public DeliveryPolicy PolicyOf(string connector, string operation) => DeliveryPolicy.Default;

    public async Task<DeliveryResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (!places.TryTake())
        {
            return new DeliveryResult.Away();
        }

        try
        {
            var published = JsonElement.Parse(message.Payload.Span);
            await signals.Value.SendEventAsync(
                message.Tenant,
                message.Operation,
                published.Member("payload"),
                new SignalFilter(published.Member("correlationId").AsText(), published.Member("instanceId").AsText()),
                message.Id,
                cancellationToken);
            return new DeliveryResult.Answered(default, IsHandled: false);
        }
        finally
        {
            places.Leave();
        }
    }

    public static byte[] Serialize(PublishedEvent published) => JsonSerializer.SerializeToUtf8Bytes(JsonValues.Object(
        ("correlationId", JsonValues.From(published.CorrelationId)),
        ("instanceId", JsonValues.From(published.WorkflowInstanceId)),
        ("payload", published.Payload)));
}
