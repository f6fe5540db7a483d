using System.Threading.Channels;
using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Tests.Exchange;

/// <summary>A connector in the hands of a test: it sees every delivery and decides what becomes of it.</summary>
internal sealed class FakeChannel(params string[] connectors) : IOutboundChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<Delivery> deliveries = Channel.CreateUnbounded<Delivery>();
    private int busy;
    private int maxBusy;

    /// <summary>How many commands it takes at the same time.</summary>
    public int Credit { get; set; } = 16;

    /// <summary>20 s, 5 attempts, 10 s up to 20 s.</summary>
    public DeliveryPolicy Policy { get; set; } = new(TimeSpan.FromSeconds(20), 5, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));

    /// <summary>The most commands that were here at the same time.</summary>
    public int MaxBusy => Volatile.Read(ref maxBusy);

    public bool Serves(string connector) => connectors.Contains(connector);

    public int FreeCapacity(string connector) => Math.Max(0, Credit - Volatile.Read(ref busy));

    public DeliveryPolicy PolicyOf(string connector, string operation) => Policy;

    public async Task<DeliveryResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var now = Interlocked.Increment(ref busy);
        for (var most = MaxBusy; now > most && Interlocked.CompareExchange(ref maxBusy, now, most) != most; most = MaxBusy)
        {
        }

        try
        {
            var delivery = new Delivery(message);
            deliveries.Writer.TryWrite(delivery);
            return await delivery.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref busy);
        }
    }

    public async Task<Delivery> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await deliveries.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("No delivery reached the channel.");
        }
    }

    public bool HasAnother => deliveries.Reader.TryPeek(out _);
}

/// <summary>One attempt on its way.</summary>
internal sealed class Delivery(OutboxMessage message)
{
    private readonly TaskCompletionSource<DeliveryResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OutboxMessage Message { get; } = message;

    public Task<DeliveryResult> Result => result.Task;

    public void Answer(string json = "{}") => result.SetResult(new DeliveryResult.Answered(System.Text.Encoding.UTF8.GetBytes(json), IsHandled: false));

    public void Fail(string code = "unavailable", bool isRetryable = true, TimeSpan? retryAfter = null) =>
        result.SetResult(new DeliveryResult.Failed(new DeliveryFailure(code, "It did not work.", isRetryable, retryAfter)));

    /// <summary>An answer that the hub cannot take.</summary>
    public void AnswerWrongly(byte[] reply) =>
        result.SetResult(new DeliveryResult.Failed(new DeliveryFailure("invalid-reply", "It is not valid.", IsRetryable: true, Reply: KeptReply.Of(reply))));

    public void Leave() => result.SetResult(new DeliveryResult.Away());

    public void Break(Exception error) => result.SetException(error);
}
