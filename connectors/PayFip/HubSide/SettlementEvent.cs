using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.PayFip.Payments;
using Hub.Connectors.Sdk;

namespace Hub.Connectors.PayFip.HubSide;

/// <summary>The payload of <c>payment.settled</c> and <c>payment.debitedTwice</c>.</summary>
internal sealed record SettlementEvent(
    string PaymentId,
    string Reference,
    string Refdet,
    long AmountCents,
    long ExpectedAmountCents,
    Payments.Outcome Outcome,
    string IdOp,
    DateTimeOffset SettledAt,
    string? Authorization,
    string? Means,
    string? Reason,
    Payments.Outcome? Corrects)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The event that tells the hub of a settlement. Its id is made of the payment and the settlement's number, so that sending it again is seen as such.</summary>
    public static ConnectorEvent Of(PaymentIntent intent, Settlement settlement)
    {
        var payload = new SettlementEvent(
            intent.PaymentId,
            intent.Reference,
            intent.Refdet,
            settlement.AmountCents,
            intent.AmountCents,
            settlement.Outcome,
            settlement.IdOp,
            settlement.At,
            settlement.Authorization,
            settlement.Means,
            settlement.Reason,
            settlement.Corrects);
        var context = new MessageContext
        {
            Tenant = intent.Tenant,
            JourneyId = intent.JourneyId,
            CaseId = intent.CaseId,
            PaymentId = intent.PaymentId,
            Channel = intent.Channel,
        };
        return new ConnectorEvent(
            $"{intent.Refdet}-{settlement.Number}",
            settlement.IsSecondDebit ? "payment.debitedTwice" : "payment.settled",
            JsonSerializer.SerializeToUtf8Bytes(payload, Json),
            context)
        {
            Time = settlement.At,
        };
    }
}
