namespace Hub.Server.Exchange.Steps;

/// <summary>
/// Who receives it? The Content-Based Router over the recipients: resume a waiting workflow, start one, or straight to a
/// connector. The recipient works until it must wait; nothing is durable before the pipeline's commit.
/// </summary>
public sealed class Route(IEnumerable<IRecipient> recipients) : IExchangeStep
{
    private readonly IRecipient[] recipients = [.. recipients];

    /// <summary>What the message must be handled in order with; null for a message that belongs to nothing yet.</summary>
    public string? PartitionOf(Envelope envelope) => RecipientOf(envelope).PartitionOf(envelope);

    public ValueTask<StepResult> RunAsync(MessageExchange exchange, CancellationToken cancellationToken) =>
        RecipientOf(exchange.Envelope).DeliverAsync(exchange, cancellationToken);

    private IRecipient RecipientOf(Envelope envelope)
    {
        foreach (var recipient in recipients)
        {
            if (recipient.Receives(envelope.Type))
            {
                return recipient;
            }
        }

        throw new InvalidOperationException($"No recipient takes messages of type '{envelope.Type}'. Register one in the folder that owns the type.");
    }
}
