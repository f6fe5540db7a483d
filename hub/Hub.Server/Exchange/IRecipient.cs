namespace Hub.Server.Exchange;

/// <summary>
/// Who can receive a message. This seam cuts the cycle between the exchange, which delivers to workflows, and workflows,
/// which send through the exchange.
/// </summary>
public interface IRecipient
{
    /// <summary>True for the message types that this recipient takes.</summary>
    bool Receives(string messageType);

    /// <summary>Handles the message: adds to the unit of work and sets the answer. Nothing is durable yet.</summary>
    ValueTask<StepResult> DeliverAsync(MessageExchange exchange, CancellationToken cancellationToken);

    /// <summary>
    /// The message's partition: whatever must be handled one after the other shares one. Null: the message belongs to nothing
    /// that exists yet.
    /// </summary>
    string? PartitionOf(Envelope envelope) => envelope.Partition ?? envelope.JourneyId?.Value;
}
