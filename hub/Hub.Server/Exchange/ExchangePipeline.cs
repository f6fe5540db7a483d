using Hub.Server.Exchange.Steps;
using Route = Hub.Server.Exchange.Steps.Route;

namespace Hub.Server.Exchange;

/// <summary>
/// The one door in. Every message — a citizen request, a connector's reply, a due timer, a call of a workflow's HTTP route —
/// takes the same steps, in this order, and ends in one commit:
/// <list type="number">
/// <item><see cref="Deduplicate"/>: already seen? answer as the first time.</item>
/// <item><see cref="ValidatePayload"/>: valid against its schema?</item>
/// <item><see cref="AttachCanonicalKeys"/>: which citizen, which case, which payment?</item>
/// <item><see cref="Route"/>: who receives it? The recipient works until it must wait.</item>
/// <item>One commit: inbox, state, bookmarks, outbox, timers, journey, audit. Only then does the caller get an answer.</item>
/// </list>
/// </summary>
public sealed class ExchangePipeline(
    Deduplicate deduplicate,
    ValidatePayload validatePayload,
    AttachCanonicalKeys attachCanonicalKeys,
    Route route,
    PartitionLocks partitions,
    IInbox inbox,
    IUnitOfWorkStore store)
{
    // A message is handled again when something it read has changed before its commit. Inside one hub the partition locks
    // prevent that; the bound is there so that a mistake shows as an error and not as an endless loop.
    private const int MaxAttempts = 5;

    private readonly IExchangeStep[] preparation = [deduplicate, validatePayload, attachCanonicalKeys];

    /// <summary>Handles a message. Returns once it is refused, or durable.</summary>
    /// <param name="caller">What the channel keeps open for a caller who waits for a workflow's own reply; null where nobody waits.</param>
    /// <param name="alongside">What the channel wants in the same commit, such as its audit entry.</param>
    public async Task<ExchangeAnswer> SendAsync(Envelope envelope, object? caller, CancellationToken cancellationToken, params IReadOnlyList<IChange> alongside)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var exchange = new MessageExchange(envelope, new UnitOfWork(store), caller);
            foreach (var step in preparation)
            {
                if ((await step.RunAsync(exchange, cancellationToken)).Answer is { } early)
                {
                    return early;
                }
            }

            FailPoint.Hit("validate.after");

            // Its partition is known now. From reading the recipient's state to the commit, nobody else is in it.
            using var turn = await partitions.EnterAsync(route.PartitionOf(exchange.Envelope), cancellationToken);
            FailPoint.Hit("deliver.before");
            store.Announce();
            try
            {
                if ((await route.RunAsync(exchange, cancellationToken)).Answer is { } answer)
                {
                    return answer;
                }
            }
            finally
            {
                store.Withdraw();
            }

            FailPoint.Hit("deliver.after");

            foreach (var change in alongside)
            {
                exchange.Unit.Add(change);
            }

            // The commit does not follow the caller's cancellation: an abandoned connection must not leave it unknown
            // whether the work was done.
            switch (await exchange.Unit.CommitAsync(CancellationToken.None))
            {
                case CommitResult.Committed:
                    return exchange.Answer;
                case CommitResult.AlreadySeen when inbox.Find(exchange.Envelope.MessageId) is { } earlier:
                    return Deduplicate.AnswerAsBefore(earlier, exchange);
            }
        }

        throw new StoreUnavailableException(StoreTrouble.Overloaded, $"A message of type {envelope.Type} lost {MaxAttempts} races for its own state.");
    }
}
