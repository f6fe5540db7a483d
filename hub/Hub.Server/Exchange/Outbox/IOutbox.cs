namespace Hub.Server.Exchange.Outbox;

/// <summary>Reads the outbox.</summary>
public interface IOutbox
{
    /// <summary>
    /// Commands that may be sent now: due, not dead, and first of their partition for this connector. A command behind a dead
    /// letter of its own partition waits for the dead letter's return, so that a case's states are never seen out of order.
    /// </summary>
    IReadOnlyList<OutboxMessage> Due(string connector, DateTimeOffset now, int limit);

    /// <summary>
    /// When the connector's next postponed command comes due, after <paramref name="now"/> and among those that <see cref="Due"/>
    /// would then give; null when none is postponed.
    /// </summary>
    DateTimeOffset? NextDue(string connector, DateTimeOffset now);

    /// <summary>The connectors that have commands waiting, dead ones left out.</summary>
    IReadOnlyList<string> ConnectorsWithWork();

    OutboxMessage? Find(string messageId);

    /// <summary>The commands of one partition that are not dead, in their order, whether or not they are due.</summary>
    IReadOnlyList<OutboxMessage> InLine(string connector, string partition, int limit);

    /// <summary>How many commands wait, by connector.</summary>
    IReadOnlyDictionary<string, long> Backlog();
}
