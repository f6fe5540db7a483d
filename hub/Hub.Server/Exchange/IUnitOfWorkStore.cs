namespace Hub.Server.Exchange;

/// <summary>Writes a unit of work in one transaction. Implemented by the storage.</summary>
public interface IUnitOfWorkStore
{
    /// <summary>Returns once the changes are durable. Throws <see cref="StoreUnavailableException"/> when the store cannot write.</summary>
    Task<CommitResult> CommitAsync(IReadOnlyList<IChange> changes, CancellationToken cancellationToken);
}
