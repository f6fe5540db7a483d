using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Journeys;
using Hub.Server.Web;
using Polly;
using Polly.CircuitBreaker;

namespace Hub.Server.Exchange.Outbox;

/// <summary>
/// Sends one connector's commands: in order within a partition, side by side across partitions, within the connector's credit,
/// each attempt under its deadline, behind the connector's own circuit breaker. A slow connector only slows its own lane.
/// </summary>
internal sealed partial class ConnectorLane : IAsyncDisposable
{
    private readonly string connector;
    private readonly IOutboundChannel channel;
    private readonly OutboxServices services;
    private readonly ResiliencePipeline<DeliveryResult> breaker;
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<string, Task> inFlight = [];
    private readonly Task loop;

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
                ShouldHandle = new PredicateBuilder<DeliveryResult>()
                    .Handle<TimeoutException>()
                    .HandleResult(static result => result is DeliveryResult.Failed { Failure.IsRetryable: true }),
                OnOpened = opened =>
                {
                    Log.CircuitOpened(services.Logger, connector, opened.BreakDuration);
                    return default;
                },
            })
            .Build();
        loop = RunAsync();
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

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        Task[] remaining;
        lock (inFlight)
        {
            remaining = [.. inFlight.Values];
        }

        await Task.WhenAll(remaining);
        stopping.Dispose();
        wake.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var now = services.Clock.GetUtcNow();
                await WaitForWorkAsync(SendWhatIsDue(now), now);
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

    // False when the connector takes nothing now: then only its return matters, not the clock.
    private bool SendWhatIsDue(DateTimeOffset now)
    {
        var free = channel.FreeCapacity(connector);
        if (free <= 0)
        {
            return false;
        }

        int busy;
        lock (inFlight)
        {
            busy = inFlight.Count;
        }

        foreach (var message in services.Outbox.Due(connector, now, free + busy))
        {
            lock (inFlight)
            {
                if (inFlight.ContainsKey(message.Id) || free-- <= 0)
                {
                    continue;
                }

                inFlight.Add(message.Id, DeliverAsync(message));
            }
        }

        return true;
    }

    private async Task WaitForWorkAsync(bool canSend, DateTimeOffset looked)
    {
        // The relay is woken by commits and by answers; the clock only matters for commands that were postponed when it looked.
        var wait = TimeSpan.FromSeconds(30);
        if (canSend && services.Outbox.NextDue(connector, looked) is { } next)
        {
            wait = TimeSpan.FromMilliseconds(Math.Clamp((next - services.Clock.GetUtcNow()).TotalMilliseconds + 1, 1, wait.TotalMilliseconds));
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
            await SettleAsync(message, await AttemptAsync(message));
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

    private async Task<DeliveryResult> AttemptAsync(OutboxMessage message)
    {
        var policy = channel.PolicyOf(connector, message.Operation);
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
                        return await channel.SendAsync(message with { Attempt = message.Attempt + 1 }, either.Token);
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
                stopping.Token);
        }
        catch (TimeoutException)
        {
            return new DeliveryResult.Failed(new("timeout", $"No answer within {policy.Timeout.TotalSeconds:0.#} s.", IsRetryable: true));
        }
        catch (BrokenCircuitException open)
        {
            return new DeliveryResult.Postponed(open.RetryAfter is { } wait && wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(5));
        }
        catch (OperationCanceledException)
        {
            return new DeliveryResult.Away();
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

        await services.Store.CommitAsync(changes, CancellationToken.None);
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
