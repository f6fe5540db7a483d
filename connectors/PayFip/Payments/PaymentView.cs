using System.Text.Json.Serialization;

namespace Hub.Connectors.PayFip.Payments;

/// <summary>A payment as the hub sees it: the answer of both operations. <c>Status</c> is <c>waiting</c> or an outcome.</summary>
internal sealed record PaymentView(
    string PaymentId,
    string Reference,
    string Refdet,
    long AmountCents,
    string Status,
    string IdOp,
    Uri PaymentUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? PayBefore,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? SettledAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Authorization,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Means,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason)
{
    /// <summary>The payment as it is now, seen through the operation that counts: the one that ended it, or else the one last offered.</summary>
    public static PaymentView Of(PaymentIntent intent, Operation operation, PayFipOptions options)
    {
        var end = intent.End;
        var idOp = end?.IdOp ?? operation.IdOp;
        return new PaymentView(
            intent.PaymentId,
            intent.Reference,
            intent.Refdet,
            end?.AmountCents ?? intent.AmountCents,
            end?.Outcome.ToString().ToLowerInvariant() ?? "waiting",
            idOp,
            new Uri(options.EffectivePaymentPage, "?idop=" + Uri.EscapeDataString(idOp)),
            PayBefore: end is null ? operation.CreatedAt + options.ResultWindow : null,
            end?.At,
            end?.Authorization,
            end?.Means,
            end?.Reason);
    }
}
