namespace Hub.Server;

/// <summary>Writes a unit of work in one transaction. Implemented by the storage.</summary>
public interface IUnitOfWorkStore
{
    /// <summary>Returns once the changes are durable. Throws <see cref="StoreUnavailableException"/> when the store cannot write.</summary>
    Task<CommitResult> CommitAsync(IReadOnlyList<IChange> changes, CancellationToken cancellationToken);
}

/// <summary>What became of a unit of work.</summary>
public enum CommitResult
{
    /// <summary>Durable: it survives a power cut from now on.</summary>
    Committed,

    /// <summary>Nothing was written: the message's inbox row was there already.</summary>
    AlreadySeen,

    /// <summary>Nothing was written: something that was read has changed meanwhile. Handle the message again.</summary>
    Stale,
}
