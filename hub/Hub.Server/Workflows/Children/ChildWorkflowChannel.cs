using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Workflows.Children;

/// <summary>Brings the orders about child workflows to the one door. Whoever acts on one takes it out of the outbox in the same commit.</summary>
internal sealed class ChildWorkflowChannel(Lazy<ExchangePipeline> pipeline, IWorkflowStore store, IUnitOfWorkStore units, TimeProvider clock) : InProcessChannel(SideBySide)
{
    private const int SideBySide = 16;

    public override bool Serves(string connector) => connector == ChildOrders.Lane;

    protected override async Task<DeliveryResult> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        switch (message.Operation)
        {
            case ChildOrders.Start:
                FailPoint.Hit("child-start.before");
                await SendAsync(message, MessageTypes.ChildStart, message.Id, message.Partition, cancellationToken);
                FailPoint.Hit("child-start.after");
                break;
            case ChildOrders.End:
                FailPoint.Hit("child-end.before");
                await SendAsync(message, MessageTypes.ChildEnd, message.Id, message.Partition, cancellationToken);
                FailPoint.Hit("child-end.after");
                break;
            default:
                await CancelAsync(message, cancellationToken);
                break;
        }

        return new DeliveryResult.Answered(default, IsHandled: true);
    }

    // Each instance in its own turn and commit. One that has ended is left alone, so that the whole order may come again.
    private async Task CancelAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        foreach (var instanceId in ChildOrders.ReadCancelled(message))
        {
            if (store.FindInstance(instanceId) is { } running)
            {
                await SendAsync(message, MessageTypes.ChildCancel, instanceId, running.Partition, cancellationToken);
            }
        }

        await units.CommitAsync([new RemoveFromOutbox(message.Tenant, message.Id)], CancellationToken.None);
    }

    private Task<ExchangeAnswer> SendAsync(OutboxMessage message, string type, string subject, string partition, CancellationToken cancellationToken) => pipeline.Value.SendAsync(
        new Envelope
        {
            MessageId = new(message.Tenant, "hub:children", message.Id),
            Type = type,
            Subject = subject,
            Time = clock.GetUtcNow(),
            ComesOnce = true,
            Partition = partition,
            JourneyId = message.JourneyId,
            CaseId = message.CaseId,
            PaymentId = message.PaymentId,
            Channel = message.Channel,
            TraceParent = message.TraceParent,
        },
        new ChildOrder(message),
        cancellationToken);
}
