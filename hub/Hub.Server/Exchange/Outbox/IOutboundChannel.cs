namespace Hub.Server.Exchange.Outbox;

/// <summary>A Channel Adapter on the way out: writes one command to a connector and tells what became of it.</summary>
public interface IOutboundChannel
{
    /// <summary>True when this channel leads to the connector, whether or not it is reachable now.</summary>
    bool Serves(string connector);

    /// <summary>How many commands the connector takes now; 0 while it is away, paused or busy.</summary>
    int FreeCapacity(string connector);

    /// <summary>How long to wait for an answer and how often to try.</summary>
    DeliveryPolicy PolicyOf(string connector, string operation);

    /// <summary>Sends and waits for the answer. Throws <see cref="OperationCanceledException"/> at its deadline.</summary>
    Task<DeliveryResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken);
}

/// <summary>From the connector's manifest.</summary>
/// <param name="Timeout">How long one attempt may take.</param>
/// <param name="MaxAttempts">After so many the command becomes a dead letter.</param>
/// <param name="BackOff">The wait after the first failure; doubles each time, with jitter.</param>
/// <param name="MaxBackOff">The longest wait.</param>
public sealed record DeliveryPolicy(TimeSpan Timeout, int MaxAttempts, TimeSpan BackOff, TimeSpan MaxBackOff)
{
    /// <summary>30 s, 10 attempts, 1 s doubling up to 5 minutes.</summary>
    public static DeliveryPolicy Default { get; } = new(TimeSpan.FromSeconds(30), 10, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
}

/// <summary>What a connector answered.</summary>
public abstract record DeliveryResult
{
    private DeliveryResult()
    {
    }

    /// <summary>Done, and the reply is durable already (it entered by the one door) or is given here to enter by it.</summary>
    public sealed record Answered(ReadOnlyMemory<byte> Reply, bool IsHandled) : DeliveryResult;

    /// <summary>Refused or failed.</summary>
    public sealed record Failed(DeliveryFailure Failure) : DeliveryResult;

    /// <summary>The connector left before it answered; the command is sent again when it is back. Not an attempt.</summary>
    public sealed record Away : DeliveryResult;

    /// <summary>Nothing was sent, because recent deliveries failed; the command waits this long. Not an attempt.</summary>
    public sealed record Postponed(TimeSpan Wait) : DeliveryResult;
}

/// <param name="Code">A code of the manifest, or unavailable, timeout, invalid, internal.</param>
/// <param name="Message">For an officer; no personal data.</param>
/// <param name="IsRetryable">Trying again later may succeed.</param>
/// <param name="RetryAfter">Wait at least this long.</param>
/// <param name="Reply">What the connector answered, where that is what is wrong.</param>
public sealed record DeliveryFailure(string Code, string Message, bool IsRetryable, TimeSpan? RetryAfter = null, KeptReply? Reply = null);
