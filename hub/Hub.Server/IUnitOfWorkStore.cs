namespace Hub.Server;

/// <summary>Writes a unit of work in one transaction. Implemented by the storage.</summary>
public interface IUnitOfWorkStore
{
    /// <summary>Returns once the changes are durable. Throws <see cref="StoreUnavailableException"/> when the store cannot write.</summary>
    Task<CommitResult> CommitAsync(IReadOnlyList<IChange> changes, CancellationToken cancellationToken);

    /// <summary>Says that somebody is making a unit of work: the store may wait a moment for it, to write it together with what it has.</summary>
    void Announce()
    {
    }

    /// <summary>Takes back one <see cref="Announce"/>: the unit of work is made and about to be committed, or was given up.</summary>
    void Withdraw()
    {
    }
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
