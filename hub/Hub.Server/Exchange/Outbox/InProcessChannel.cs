namespace Hub.Server.Exchange.Outbox;

/// <summary>A channel that ends inside the hub's own process: always there, with a fixed number of places instead of a connector's credit.</summary>
/// <param name="most">How many commands it takes at the same time.</param>
internal abstract class InProcessChannel(int most) : IOutboundChannel
{
    private readonly Places places = new(most);

    public abstract bool Serves(string connector);

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
            return await DeliverAsync(message, cancellationToken);
        }
        finally
        {
            places.Leave();
        }
    }

    /// <summary>Does what the command asks for. It holds a place meanwhile.</summary>
    protected abstract Task<DeliveryResult> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken);
}
