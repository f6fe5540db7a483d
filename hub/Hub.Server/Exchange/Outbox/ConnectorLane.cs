using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Journeys;
using Hub.Server.Web;
using Polly;
using Polly.CircuitBreaker;

namespace Hub.Server.Exchange.Outbox;

/// <summary>
/// Sends one connector's commands: in order within a partition, side by side across partitions, within the connector's credit,
/// each attempt under its deadline, behind the connector's own circuit breaker. A slow connector only slows its own lane, and a
/// connector that comes back after an outage, however many commands wait for it, gets one to try and then as many as its credit
/// says.
/// </summary>
internal sealed partial class ConnectorLane : IAsyncDisposable
{
    private readonly string connector;
    // A command that the channel gives back although it has room is offered again at once, because another process of the
    // connector may have room; given back once more, it pauses: the lane would spin.
    private static readonly TimeSpan PauseAfterReturn = TimeSpan.FromSeconds(1);
    private const int MostReturned = 1024;

    private readonly IOutboundChannel channel;
    private readonly OutboxServices services;
    private readonly ResiliencePipeline<DeliveryResult> breaker;
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource abandoning = new();
    private readonly CircuitBreakerStateProvider circuit = new();
    private readonly Dictionary<string, Task> inFlight = [];
    private readonly HashSet<string> returned = new(StringComparer.Ordinal);
    private readonly Task loop;
    private int starting;
    private long circuitOpenUntil;

    public ConnectorLane(string connector, IOutboundChannel channel, OutboxServices services)
    {
        this.connector = connector;
        this.channel = channel;
        this.services = services;

        // Half of at least eight deliveries failing within 30 s opens the circuit for 5 s; then one delivery tries it.
        breaker = new ResiliencePipelineBuilder<DeliveryResult> { TimeProvider = new SteadyClock(services.Clock) }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<DeliveryResult>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
                StateProvider = circuit,
                ShouldHandle = new PredicateBuilder<DeliveryResult>()
                    .Handle<TimeoutException>()
                    .HandleResult(static result => result is DeliveryResult.Failed { Failure.IsRetryable: true }),
                OnOpened = opened =>
                {
                    Interlocked.Exchange(ref circuitOpenUntil, (services.Clock.GetUtcNow() + opened.BreakDuration).UtcTicks);
                    Log.CircuitOpened(services.Logger, connector, opened.BreakDuration);
                    return default;
                },
            })
            .Build();
        loop = RunAsync();
    }

    /// <summary>How many commands are out, or are given back and pause.</summary>
    public int InFlight
    {
        get
        {
            lock (inFlight)
            {
                return inFlight.Count;
            }
        }
    }

    /// <summary>There may be something to send. Cheap; never waits.</summary>
    public void Wake()
    {
        if (wake.CurrentCount > 0)
        {
            return;
        }

        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it in between.
        }
    }

    /// <summary>Sends nothing more and waits so long for what is out.</summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        await stopping.CancelAsync();
        await loop;
        await Task.WhenAny(Task.WhenAll(Deliveries()), Task.Delay(patience, services.Clock));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        await abandoning.CancelAsync();
        await Task.WhenAll(Deliveries());
        stopping.Dispose();
        abandoning.Dispose();
        wake.Dispose();
    }

    private Task[] Deliveries()
    {
        lock (inFlight)
        {
            return [.. inFlight.Values];
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var now = services.Clock.GetUtcNow();
                SendWhatIsDue(now);
                await WaitForWorkAsync(now);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Log.LaneFailed(services.Logger, connector, error);
                await Task.Delay(TimeSpan.FromSeconds(1), services.Clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void SendWhatIsDue(DateTimeOffset now)
    {
        // Before the outbox is read: one whose answer is written meanwhile may still be among its rows, and is not to be sent again.
        HashSet<string> isOut;
        lock (inFlight)
        {
            isOut = [.. inFlight.Keys];
        }

        var free = FreePlaces(isOut.Count, now);
        if (free <= 0)
        {
            return;
        }

        foreach (var message in services.Outbox.Due(connector, now, free + isOut.Count).Where(message => !isOut.Contains(message.Id)).Take(free))
        {
            lock (inFlight)
            {
                Interlocked.Increment(ref starting);
                inFlight.Add(message.Id, DeliverAsync(message));
            }
        }
    }

    private int FreePlaces(int busy, DateTimeOffset now)
    {
        // What has left the outbox and not reached the channel yet will take a place there. Read before the circuit's state, which one
        // that has reached the channel has changed already.
        var leaving = Volatile.Read(ref starting);
        var free = Math.Min(channel.FreeCapacity(connector) - leaving, services.Limits.LaneWidth - busy);
        return circuit.CircuitState switch
        {
            CircuitState.Open when now < CircuitOpenUntil => 0,

            // The one that tries it may be on its way and not counted as such by the circuit yet.
            CircuitState.Open => leaving == 0 ? Math.Min(free, 1) : 0,
            CircuitState.HalfOpen or CircuitState.Isolated => 0,
            _ => free,
        };
    }

    private DateTimeOffset CircuitOpenUntil => new(Interlocked.Read(ref circuitOpenUntil), TimeSpan.Zero);

    private async Task WaitForWorkAsync(DateTimeOffset looked)
    {
        // The relay is woken by commits, by answers and by connectors that take more; the clock only matters for an open circuit
        // and for commands that were postponed when it looked.
        var wait = TimeSpan.FromSeconds(30);
        DateTimeOffset? next = circuit.CircuitState == CircuitState.Open && CircuitOpenUntil > looked ? CircuitOpenUntil
            : channel.FreeCapacity(connector) > 0 ? services.Outbox.NextDue(connector, looked)
            : null;
        if (next is not null)
        {
            wait = TimeSpan.FromMilliseconds(Math.Clamp((next.Value - services.Clock.GetUtcNow()).TotalMilliseconds + 1, 1, wait.TotalMilliseconds));
        }

        using var timer = new CancellationTokenSource(wait, services.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping.Token);
        await wake.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DeliverAsync(OutboxMessage message)
    {
        await Task.Yield();
        try
        {
            var result = await AttemptAsync(message);
            await SettleAsync(message, result);
            if (IsReturnedAgain(message.Id, result))
            {
                await Task.Delay(PauseAfterReturn, services.Clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception error)
        {
            // The command stays in the outbox and is sent again: nothing is lost, and the receiver knows its key.
            Log.DeliveryFailed(services.Logger, connector, message.Id, error);
            await Task.Delay(TimeSpan.FromSeconds(1), services.Clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            lock (inFlight)
            {
                inFlight.Remove(message.Id);
            }

            Wake();
        }
    }

    private bool IsReturnedAgain(string messageId, DeliveryResult result)
    {
        lock (returned)
        {
            if (result is not DeliveryResult.Away || channel.FreeCapacity(connector) <= 0)
            {
                returned.Remove(messageId);
                return false;
            }

            if (returned.Count >= MostReturned)
            {
                returned.Clear();
            }

            return !returned.Add(messageId);
        }
    }

    private async Task<DeliveryResult> AttemptAsync(OutboxMessage message)
    {
        var policy = channel.PolicyOf(connector, message.Operation);
        var isStarting = true;
        try
        {
            return await breaker.ExecuteAsync(
                async cancellationToken =>
                {
                    using var deadline = new CancellationTokenSource(policy.Timeout, services.Clock);
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
                    try
                    {
                        FailPoint.Hit("dispatch.before");
                        var sending = channel.SendAsync(message with { Attempt = message.Attempt + 1 }, either.Token);
                        Started(ref isStarting);
                        return await sending;
                    }
                    catch (OperationCanceledException) when (deadline.IsCancellationRequested)
                    {
                        throw new TimeoutException();
                    }
                    catch (Exception error) when (error is not (OperationCanceledException or StoreUnavailableException))
                    {
                        // An attempt like any other: it backs off, and ends where an officer sees it.
                        Log.ChannelFailed(services.Logger, connector, message.Id, error);
                        return new DeliveryResult.Failed(new("internal", "The channel could not send the command.", IsRetryable: true));
                    }
                },
                abandoning.Token);
        }
        catch (TimeoutException)
        {
            return new DeliveryResult.Failed(new("timeout", $"No answer within {policy.Timeout.TotalSeconds:0.#} s.", IsRetryable: true));
        }
        catch (BrokenCircuitException open)
        {
            // It set out before the circuit opened. With jitter: those that are put off together must not come back together.
            var wait = open.RetryAfter is { } left && left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(5);
            return new DeliveryResult.Postponed(wait * (1 + (Random.Shared.NextDouble() / 2)));
        }
        catch (OperationCanceledException)
        {
            return new DeliveryResult.Away();
        }
        finally
        {
            Started(ref isStarting);
        }
    }

    private void Started(ref bool isStarting)
    {
        if (isStarting)
        {
            isStarting = false;
            Interlocked.Decrement(ref starting);
        }
    }

    private async Task SettleAsync(OutboxMessage message, DeliveryResult result)
    {
        switch (result)
        {
            case DeliveryResult.Answered { IsHandled: false } answered:
                await services.Replies.EnterAsync(message, answered.Reply, null);
                break;
            case DeliveryResult.Postponed { Wait: var wait }:
                await PostponeAsync(message, message.Attempt, wait);
                break;
            case DeliveryResult.Failed { Failure: { IsRetryable: true } failure }:
                await RetryOrBuryAsync(message, failure);
                break;
            case DeliveryResult.Failed { Failure: var refusal }:
                await services.Replies.EnterAsync(message, default, refusal);
                break;
        }
    }

    private async Task RetryOrBuryAsync(OutboxMessage message, DeliveryFailure failure)
    {
        var policy = channel.PolicyOf(connector, message.Operation);
        var attempts = message.Attempt + 1;
        var now = services.Clock.GetUtcNow();
        if (attempts < policy.MaxAttempts)
        {
            var wait = BackOff.After(attempts, policy, failure.RetryAfter);
            Log.WillRetry(services.Logger, connector, message.Id, attempts, failure.Code, wait);
            await PostponeAsync(message, attempts, wait);
            return;
        }

        Log.Buried(services.Logger, connector, message.Id, attempts, failure.Code);
        var changes = new List<IChange> { new BuryOutboxMessage(DeadLetter.Of(message, failure, attempts, services.Ids.NewId(), now)) };
        if (message.JourneyId is { } journeyId)
        {
            changes.Add(new AppendJourneyEvent(message.Tenant, new(
                journeyId,
                now,
                JourneyEventTypes.DeadLettered,
                connector,
                "system",
                new(
                    $"Message mis de côté après {attempts} essais ({failure.Code}) ; il attend une relance",
                    $"Message set aside after {attempts} attempts ({failure.Code}); it waits to be replayed"))));
        }

        FailPoint.Hit("bury.before");
        await services.Store.CommitAsync(changes, CancellationToken.None);
        FailPoint.Hit("bury.after");
    }

    private async Task PostponeAsync(OutboxMessage message, int attempt, TimeSpan wait)
    {
        FailPoint.Hit("postpone.before");
        await services.Store.CommitAsync([new PostponeOutboxMessage(message.Id, attempt, services.Clock.GetUtcNow() + wait)], CancellationToken.None);
        FailPoint.Hit("postpone.after");
    }

    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Warning, "Connector {Connector}: the circuit is open for {Duration}.")]
        public static partial void CircuitOpened(ILogger logger, string connector, TimeSpan duration);

        [LoggerMessage(2202, LogLevel.Error, "Connector {Connector}: the lane could not look for work; it tries again.")]
        public static partial void LaneFailed(ILogger logger, string connector, Exception error);

        [LoggerMessage(2203, LogLevel.Error, "Connector {Connector}: the outcome of command {MessageId} could not be recorded; it is sent again.")]
        public static partial void DeliveryFailed(ILogger logger, string connector, string messageId, Exception error);

        [LoggerMessage(2206, LogLevel.Error, "Connector {Connector}: the channel failed on command {MessageId}.")]
        public static partial void ChannelFailed(ILogger logger, string connector, string messageId, Exception error);

        [LoggerMessage(2204, LogLevel.Information, "Connector {Connector}: attempt {Attempt} of command {MessageId} failed ({Code}); next one in {Wait}.")]
        public static partial void WillRetry(ILogger logger, string connector, string messageId, int attempt, string code, TimeSpan wait);

        [LoggerMessage(2205, LogLevel.Warning, "Connector {Connector}: command {MessageId} is a dead letter after {Attempts} attempts ({Code}).")]
        public static partial void Buried(ILogger logger, string connector, string messageId, int attempts, string code);
    }
}
