using Hub.Server.Web;

namespace Hub.Server.Exchange.Steps;

/// <summary>Stops a message that was already handled, and answers as the first time.</summary>
public sealed partial class Deduplicate(IInbox inbox, TimeProvider clock, ILogger<Deduplicate> logger) : IExchangeStep
{
    public ValueTask<StepResult> RunAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        if (exchange.Envelope.ComesOnce)
        {
            return new(StepResult.Continue);
        }

        var messageId = exchange.Envelope.MessageId;

        // This look-up only saves work. Two nodes could both miss here, so the test that counts is the inbox row's key,
        // inside the transaction that ExchangePipeline commits.
        if (inbox.Find(messageId) is { } earlier)
        {
            Log.AlreadyHandled(logger, messageId.Source, exchange.Envelope.Type);
            return new(StepResult.Stop(AnswerAsBefore(earlier, exchange)));
        }

        // The reply is not known yet: the pipeline's commit takes it from the exchange.
        exchange.Unit.Add(new RecordInInbox(messageId, exchange.ContentHash, exchange, clock.GetUtcNow()));
        return new(StepResult.Continue);
    }

    /// <summary>The first answer again, or a refusal when the same id comes with other content.</summary>
    public static ExchangeAnswer AnswerAsBefore(InboxEntry earlier, MessageExchange exchange) =>
        earlier.ContentHash.AsSpan().SequenceEqual(exchange.ContentHash)
            ? ExchangeAnswer.Repeated(earlier.Reply)
            : ExchangeAnswer.Refused(ExchangeProblems.SameKeyOtherContent);

    private static partial class Log
    {
        // Senders choose their keys and may put anything into them: the key itself stays out of the log.
        [LoggerMessage(2101, LogLevel.Information, "A message of type {Type} from {Source} was already handled; its first answer is returned.")]
        public static partial void AlreadyHandled(ILogger logger, string source, string type);
    }
}
