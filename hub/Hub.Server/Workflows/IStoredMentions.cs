namespace Hub.Server.Workflows;

/// <summary>Looks through all that is stored for identifiers, wherever they stand: in a state, a message, a record of what was done.</summary>
public interface IStoredMentions
{
    /// <summary>Those of the identifiers that something in the store mentions. Reads the whole store.</summary>
    /// <param name="ids">Identifiers of the hub's own making (<see cref="IdGenerator"/>).</param>
    IReadOnlySet<string> Find(IReadOnlySet<string> ids, CancellationToken cancellationToken);
}
