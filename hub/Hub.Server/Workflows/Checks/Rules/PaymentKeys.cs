using Hub.Server.Exchange.Outbox;
using Hub.Server.Workflows.Activities;
using Hub.Workflows;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>A payment that could be asked for twice: its operation does not heed the idempotency key, or the step leaves out the payment's own identifier.</summary>
internal sealed class PaymentKeys : IWorkflowRule
{
    public const string Rule = "payment-without-key";

    private const string PaymentId = "paymentId";

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow)
    {
        foreach (var step in workflow.Steps)
        {
            if (CheckedWorkflow.Target(step) is not { } target || workflow.Connectors.Find(target.Connector) is not { } connector
                || connector.Find(target.Operation) is not { IsCommand: true } operation || !IsPayment(step, connector))
            {
                continue;
            }

            if (!operation.IsIdempotent)
            {
                yield return CheckedWorkflow.Finding(
                    Rule,
                    CheckSeverity.Warning,
                    step,
                    null,
                    new(
                        $"{connector.Title.Fr} ne déclare pas tenir compte de la clé d'idempotence pour « {operation.Title.Fr} » : un nouvel essai pourrait faire payer deux fois.",
                        $"{connector.Title.En} does not declare to heed the idempotency key for '{operation.Title.En}': another attempt could have the citizen pay twice."),
                    new("Faites déclarer idempotency.supported au manifeste du connecteur, ou utilisez un autre connecteur.", "Have the connector's manifest declare idempotency.supported, or use another connector."));
            }

            if (step.Activity is SendToConnector or CallOperation && operation.InputSchema is { } schema
                && workflow.Member(schema, [PaymentId]) is not null && !Gives(step))
            {
                yield return CheckedWorkflow.Finding(
                    Rule,
                    CheckSeverity.Warning,
                    step,
                    OperationStep.PayloadInput,
                    new(
                        "Le paiement n'a pas d'identifiant : chaque passage par cette étape serait un autre paiement.",
                        "The payment has no identifier: each pass through this step would be another payment."),
                    new("Utilisez l'activité « Demander un paiement », qui le donne d'elle-même, ou renseignez paymentId.", "Use the activity 'Request a payment', which gives it by itself, or fill in paymentId."));
            }
        }
    }

    private static bool IsPayment(GraphNode step, ConnectorOffer connector) =>
        step.Activity is RequestPayment || string.Equals(connector.Category, "payment", StringComparison.OrdinalIgnoreCase);

    // A payload made by an expression is taken to hold what its text names.
    private static bool Gives(GraphNode step) =>
        step.Activity is CallOperation { Step.Fields: var fields } && fields.FirstOrDefault(field => field.Member == PaymentId) is { } own && CheckedWorkflow.IsGiven(step, own.Name)
        || step.Json.Member(OperationStep.PayloadInput) is var payload && payload.IsSet() && payload.GetRawText().Contains(PaymentId, StringComparison.Ordinal);
}
