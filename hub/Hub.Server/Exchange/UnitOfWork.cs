namespace Hub.Server.Exchange;

/// <summary>
/// All that one message changes: inbox, workflow state, bookmarks, outbox, timers, journey and audit. Collected while the
/// message is handled, written in one transaction, or not at all. A 202 leaves only after <see cref="CommitAsync"/>.
/// </summary>
public sealed class UnitOfWork(IUnitOfWorkStore store)
{
    private readonly List<IChange> changes = [];
    private List<Action>? afterCommit;

    public IReadOnlyList<IChange> Changes => changes;

    public void Add(IChange change) => changes.Add(change);

    /// <summary>Something quick to do once the changes are durable, such as waking the relay. Never runs otherwise.</summary>
    public void AfterCommit(Action action) => (afterCommit ??= []).Add(action);

    public async ValueTask<CommitResult> CommitAsync(CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return CommitResult.Committed;
        }

        var result = await store.CommitAsync(changes, cancellationToken);
        if (result == CommitResult.Committed && afterCommit is not null)
        {
            foreach (var action in afterCommit)
            {
                action();
            }
        }

        return result;
    }
}
