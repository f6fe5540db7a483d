using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf;
using Hub.Connector.V1;
using Hub.Server.Connectors;
using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Channels.Grpc;

/// <summary>One attached connector process: what it may still take, what it has not answered yet, and its way out.</summary>
/// <param name="mostUnread">Messages that wait for a connector that does not read; past them it gets no commands and its events are not taken.</param>
internal sealed class GrpcConnectorSession(string connector, string instance, uint credit, DateTimeOffset attachedAt, int mostUnread) : IConnectorSession
{
    private readonly Channel<ToConnector> outgoing = Channel.CreateBounded<ToConnector>(new BoundedChannelOptions(mostUnread) { SingleReader = true });
    private readonly ConcurrentDictionary<string, PendingCommand> pending = new(StringComparer.Ordinal);
    private long credit = credit;

    public string Connector { get; } = connector;

    public string Instance { get; } = instance;

    public DateTimeOffset AttachedAt { get; } = attachedAt;

    public int Credit => (int)Math.Clamp(Interlocked.Read(ref credit), 0, int.MaxValue);

    public bool IsHealthy { get; private set; } = true;

    public string HealthDetail { get; private set; } = "";

    /// <summary>What waits to be written to the stream.</summary>
    public ChannelReader<ToConnector> Outgoing => outgoing.Reader;

    public void Grant(uint commands) => Interlocked.Add(ref credit, commands);

    public void Report(bool isHealthy, string detail) => (IsHealthy, HealthDetail) = (isHealthy, detail);

    /// <summary>Queues a message; false when the connector reads too slowly, or has left.</summary>
    public bool TryWrite(ToConnector message) => outgoing.Writer.TryWrite(message);

    /// <summary>Queues a message once there is room for it. Does nothing when the connector has left.</summary>
    public async ValueTask WriteAsync(ToConnector message, CancellationToken cancellationToken)
    {
        try
        {
            await outgoing.Writer.WriteAsync(message, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // Nobody is left to read it.
        }
    }

    /// <summary>Takes one credit; false when there is none left.</summary>
    public bool TryTakeCredit()
    {
        if (Interlocked.Decrement(ref credit) >= 0)
        {
            return true;
        }

        Interlocked.Increment(ref credit);
        return false;
    }

    /// <summary>Sends a command and waits for its answer, or until the connector leaves.</summary>
    public async Task<DeliveryResult> SendAsync(OutboxMessage message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var command = pending.GetOrAdd(message.Id, static (_, of) => new PendingCommand(of), message);
        try
        {
            if (!TryWrite(new ToConnector { Command = ToCommand(message, timeout) }))
            {
                Grant(1);
                return new DeliveryResult.Away();
            }

            return await command.Answer.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            TryWrite(new ToConnector { Cancel = new Cancel { CommandId = message.Id } });
            throw;
        }
        finally
        {
            pending.TryRemove(message.Id, out _);
        }
    }

    /// <summary>The command that an answer refers to; null when nobody waits for it any more.</summary>
    public OutboxMessage? CommandOf(string commandId) => pending.GetValueOrDefault(commandId)?.Message;

    public void Settle(string commandId, DeliveryResult result)
    {
        if (pending.TryGetValue(commandId, out var command))
        {
            command.Answer.TrySetResult(result);
        }
    }

    /// <summary>The connector left: what it did not answer is sent again when it is back.</summary>
    public void Close()
    {
        outgoing.Writer.TryComplete();
        Interlocked.Exchange(ref credit, 0);
        foreach (var command in pending.Values)
        {
            command.Answer.TrySetResult(new DeliveryResult.Away());
        }
    }

    private static Command ToCommand(OutboxMessage message, TimeSpan timeout) => new()
    {
        Id = message.Id,
        Operation = message.Operation,
        IdempotencyKey = message.IdempotencyKey,
        Payload = UnsafeByteOperations.UnsafeWrap(message.Payload),
        Attempt = (uint)message.Attempt,
        DeadlineMs = (ulong)timeout.TotalMilliseconds,
        Context = new Context
        {
            Tenant = message.Tenant.Value,
            JourneyId = message.JourneyId?.Value ?? "",
            CaseId = message.CaseId ?? "",
            PaymentId = message.PaymentId ?? "",
            Channel = message.Channel,
            Traceparent = message.TraceParent ?? "",
        },
    };

    private sealed record PendingCommand(OutboxMessage Message)
    {
        public TaskCompletionSource<DeliveryResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
