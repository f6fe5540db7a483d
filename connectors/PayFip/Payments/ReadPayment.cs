namespace Hub.Connectors.PayFip.Payments;

/// <summary>Tells how a payment stands, after a fresh look at PayFiP while the citizen can still pay.</summary>
internal sealed class ReadPayment(IntentBook book, SettlePayments settle, PayFipOptions options)
{
    /// <param name="paymentId">The hub's id of the payment, or empty.</param>
    /// <param name="idOp">PayFiP's id of one of its operations, used where the first is empty.</param>
    /// <param name="tenant">The local authority that asks; another's payment is unknown to it. Empty: any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(PaymentView? View, Refusal? Refusal)> RunAsync(string paymentId, string idOp, string tenant, CancellationToken cancellationToken)
    {
        var entry = paymentId.Length > 0 ? book.Find(paymentId) : book.FindByIdOp(idOp);
        if (entry is null || (tenant.Length > 0 && entry.Intent.Tenant != tenant) || entry.Intent.Operations is not [.., var last])
        {
            return (null, Refusal.Unknown);
        }

        if (entry.Intent.End is null)
        {
            await settle.LookAsync((entry.Intent.Current ?? last).IdOp, notified: false, cancellationToken);
        }

        return (PaymentView.Of(entry.Intent, entry.Intent.Current ?? last, options), null);
    }
}
