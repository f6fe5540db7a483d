using System.Text.Json;
using Hub.Server.Canonical.Payment;
using Hub.Server.Journeys;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary>
/// <c>Hub.RequestPayment</c>: one payment intent. Asks the payment connector for a payment page, waits until the payment is
/// settled at its source, and never asks twice: the intent's id is the same for every attempt.
/// </summary>
internal sealed class RequestPayment : ConnectorCall
{
    private const string SettledCallback = "settled";
    private const string PaymentProperty = "paymentId";
    private const string AmountProperty = "amountCents";

    public static ActivityDescriptor Descriptor { get; } = HubActivity.Describe(
        "Hub.RequestPayment",
        new("Request a payment", "Demander un paiement"),
        new("Has the citizen pay and waits for the settled outcome.", "Fait payer l'usager et attend l'issue confirmée."),
        [
            HubActivity.Input("Connector", "String", new("Connector", "Connecteur"), new("The payment connector.", "Le connecteur de paiement.")) with { DefaultValue = JsonValues.From("payfip") },
            HubActivity.Input("AmountCents", "Int64", new("Amount (cents)", "Montant (centimes)"), new("In euro cents, at least 100.", "En centimes d'euro, au moins 100.")),
            HubActivity.Input("Reference", "String", new("Reference", "Référence"), new("Reference of the debt, letters and digits.", "Référence de la dette, lettres et chiffres.")),
            HubActivity.Input("Object", "String", new("Purpose", "Objet"), new("What is paid for; no personal data.", "Ce qui est payé ; sans donnée personnelle.")),
            HubActivity.Input("Email", "String", new("E-mail", "Courriel"), new("Where the payment service sends its receipt.", "Où le service de paiement envoie son reçu.")) with { IsSensitive = true },
            HubActivity.TimeoutInput,
            HubActivity.IncidentInput,
        ],
        [HubActivity.Output("Payment", "Object", new("Payment", "Paiement"), new("The settled payment.", "Le paiement et son issue."))],
        ["Paid", "Refused", "Abandoned", "Expired", TimedOut, Failed]);

    protected override ConnectorCommand BuildCommand(ActivityContext context)
    {
        var amount = context.GetInteger("AmountCents");
        if (amount <= 0)
        {
            throw new ActivityFaultException("The input AmountCents of Hub.RequestPayment must be a positive number of cents.");
        }

        var paymentId = PaymentIds.For(context.Instance.Id, context.Id);
        context.SetProperty(PaymentProperty, JsonValues.From(paymentId));

        // Kept, because what the input's expression reads may have changed by the time the payment is settled.
        context.SetProperty(AmountProperty, JsonValues.From(amount));
        context.Host<BurstScope>().AddKey(JourneyKeyKind.Payment, "hub", "paymentId", paymentId);
        return new ConnectorCommand(
            Required(context, "Connector"),
            "requestPayment",
            JsonValues.Object(
                ("paymentId", JsonValues.From(paymentId)),
                ("amountCents", JsonValues.From(amount)),
                ("reference", JsonValues.From(Required(context, "Reference"))),
                ("object", JsonValues.From(Required(context, "Object"))),
                ("email", JsonValues.From(Required(context, "Email")))),
            paymentId);
    }

    protected override void OnReply(ActivityContext context, JsonElement reply)
    {
        var connector = Required(context, "Connector");
        var scope = context.Host<BurstScope>();
        foreach (var name in (ReadOnlySpan<string>)["idOp", "refdet", "reference"])
        {
            if (reply.Member(name).AsText() is { Length: > 0 } value)
            {
                scope.AddKey(JourneyKeyKind.Reference, connector, name, value);
            }
        }

        scope.Tell(JourneyEventTypes.PaymentAwaited, connector, new("Paiement attendu de l'usager", "Waiting for the citizen to pay"));
        context.CreateBookmark(new BookmarkRequest
        {
            Name = StimulusNames.ConnectorEvent,
            Stimulus = StimulusNames.ForEvent("payment.settled", context.GetProperty(PaymentProperty).AsText()),
            Callback = SettledCallback,
        });
    }

    protected override void OnEvent(ActivityContext context, string callback, JsonElement payload)
    {
        var connector = Required(context, "Connector");
        var scope = context.Host<BurstScope>();
        var outcome = payload.Member("outcome").AsText();
        context.SetOutput("Payment", payload);
        if (outcome == "paid" && !(payload.Member("amountCents") is { ValueKind: JsonValueKind.Number } paid && paid.TryGetInt64(out var cents) && cents == context.GetProperty(AmountProperty).GetInt64()))
        {
            // Somebody changed the amount on the way, or does not tell it: never "paid", always somebody's affair.
            scope.Tell(JourneyEventTypes.PaymentFailed, connector, new("Le montant payé n'est pas le montant demandé", "The amount paid is not the amount asked for"));
            context.Fault("The payment service reports another amount than the one asked for. Compare both in the payment service before retrying.");
        }

        var (port, type, text) = outcome switch
        {
            "paid" => ("Paid", JourneyEventTypes.PaymentPaid, new LocalizedText("Paiement encaissé", "Payment received")),
            "refused" => ("Refused", JourneyEventTypes.PaymentFailed, new LocalizedText("Paiement refusé par la banque", "Payment refused by the bank")),
            "abandoned" => ("Abandoned", JourneyEventTypes.PaymentFailed, new LocalizedText("Paiement abandonné par l'usager", "Payment abandoned by the citizen")),
            "expired" => ("Expired", JourneyEventTypes.PaymentFailed, new LocalizedText("Lien de paiement expiré", "Payment link expired")),
            _ => (Failed, JourneyEventTypes.PaymentFailed, new LocalizedText("L'issue du paiement est incohérente", "The payment's outcome is not consistent")),
        };
        scope.Tell(type, connector, text);
        if (port == Failed)
        {
            OnFailure(context, "payment-error", "The payment service reports an error for this payment.");
            return;
        }

        context.Complete(port);
    }
}
