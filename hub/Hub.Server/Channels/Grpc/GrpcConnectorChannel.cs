using Hub.Server.Connectors;
using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Channels.Grpc;

/// <summary>Channel Adapter on the way out: writes commands to attached connectors.</summary>
internal sealed class GrpcConnectorChannel(ConnectorRegistry registry, ConnectorSessions sessions) : IOutboundChannel
{
    public bool Serves(string connector) => true;

    public int FreeCapacity(string connector) => registry.Find(connector) is { IsPaused: true } ? 0 : (int)Math.Min(int.MaxValue, sessions.Of(connector).Sum(session => (long)session.Credit));

    public DeliveryPolicy PolicyOf(string connector, string operation)
    {
        var standard = DeliveryPolicy.Default;
        return registry.Find(connector)?.Manifest.Find(operation) is not { } declared
            ? standard
            : new DeliveryPolicy(
                declared.Timeout ?? standard.Timeout,
                declared.MaxAttempts ?? standard.MaxAttempts,
                declared.BackOff ?? standard.BackOff,
                declared.MaxBackOff ?? standard.MaxBackOff);
    }

    public Task<DeliveryResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        // The process with the most credit left takes the next command.
        foreach (var session in sessions.Of(message.Connector).OfType<GrpcConnectorSession>().OrderByDescending(session => session.Credit))
        {
            if (session.TryTakeCredit())
            {
                return session.SendAsync(message, PolicyOf(message.Connector, message.Operation).Timeout, cancellationToken);
            }
        }

        return Task.FromResult<DeliveryResult>(new DeliveryResult.Away());
    }
}
