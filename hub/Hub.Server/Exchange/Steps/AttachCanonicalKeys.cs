using Hub.Server.Journeys;

namespace Hub.Server.Exchange.Steps;

/// <summary>
/// Which citizen, which case, which payment? A system outside knows its own reference, not the hub's journey: the keys that the
/// journey collected lead from one to the other, and the message goes on with all that is known.
/// </summary>
public sealed class AttachCanonicalKeys(IJourneyStore journeys) : IExchangeStep
{
    public ValueTask<StepResult> RunAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        var envelope = exchange.Envelope;
        if (envelope.Type is MessageTypes.RequestSubmitted || (envelope.JourneyId is null && envelope.PaymentId is null && envelope.CaseId is null && envelope.ComesOnce))
        {
            return new(StepResult.Continue);
        }

        // A person at the counter gives the code on the receipt instead of the identifier.
        var journeyId = (envelope.JourneyId is { } named && !envelope.ComesOnce ? journeys.FindByHandOverCode(envelope.Tenant, named.Value) ?? named : envelope.JourneyId)
            ?? JourneyOf(envelope, JourneyKeyKind.Payment, envelope.PaymentId)
            ?? JourneyOf(envelope, JourneyKeyKind.Case, envelope.CaseId);
        if (journeyId is { } known && journeys.FindKeys(envelope.Tenant, known) is { } keys)
        {
            exchange.Envelope = envelope with
            {
                JourneyId = known,
                CaseId = envelope.CaseId ?? keys.Case,
                PaymentId = envelope.PaymentId ?? keys.Payment,
            };
        }

        else if (envelope.Type is MessageTypes.JourneyMessage or MessageTypes.ConnectorEvent)
        {
            return new(StepResult.Refuse(ExchangeProblems.UnknownJourney));
        }

        return new(StepResult.Continue);
    }

    private JourneyId? JourneyOf(Envelope envelope, JourneyKeyKind kind, string? value) =>
        value is null ? null : journeys.FindByKey(envelope.Tenant, kind, value);
}
