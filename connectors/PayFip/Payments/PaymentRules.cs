using Hub.Connectors.PayFip.Soap;

namespace Hub.Connectors.PayFip.Payments;

/// <summary>What PayFiP says of an operation: a result, "not yet" (P5) or "unknown" (P1).</summary>
internal abstract record SourceAnswer
{
    public sealed record Result(PaymentDetail Detail) : SourceAnswer;

    public sealed record NotYet : SourceAnswer;

    public sealed record Unknown : SourceAnswer;
}

/// <summary>The state machine of one operation. Money settles everything: whatever was believed before, P and V win.</summary>
internal static class PaymentRules
{
    /// <summary>The state after an answer.</summary>
    /// <param name="present">The state before it.</param>
    /// <param name="expected">The amount asked, in cents, and the reference.</param>
    /// <param name="answer">What PayFiP said.</param>
    /// <param name="age">Time since the operation was created.</param>
    /// <param name="retryWindow">Age from which P5 means never and A means for good.</param>
    public static (OperationState State, string? Reason) Next(
        OperationState present, (long AmountCents, string Refdet) expected, SourceAnswer answer, TimeSpan age, TimeSpan retryWindow)
    {
        if (present is OperationState.Paid)
        {
            return (present, null);
        }

        return answer switch
        {
            SourceAnswer.Result { Detail: var detail } => OfResult(present, expected, detail, age < retryWindow),
            SourceAnswer.NotYet when present is not OperationState.Waiting => (present, null),
            SourceAnswer.NotYet when age < retryWindow => (OperationState.Waiting, null),
            SourceAnswer.NotYet => (OperationState.Expired, "neverUsed"),
            // PayFiP forgets an operation after a day at the earliest; one that it forgot will never be paid.
            _ when present is OperationState.Waiting => (OperationState.Expired, "unknownToPayFip"),
            _ => (present, null),
        };
    }

    private static (OperationState State, string? Reason) OfResult(
        OperationState present, (long AmountCents, string Refdet) expected, PaymentDetail detail, bool mayComeBack)
    {
        switch (detail.Result)
        {
            case "P" or "V" when detail.Refdet != expected.Refdet:
                return (OperationState.Error, "referenceMismatch");
            case "P" or "V" when detail.AmountCents != expected.AmountCents:
                return (OperationState.Error, "amountMismatch");
            case "P" or "V":
                return (OperationState.Paid, null);
            case "R" or "Z":
                return (OperationState.Denied, null);
            // The citizen may take the same operation up again for a while.
            case "A" when mayComeBack && present is OperationState.Waiting:
                return (OperationState.Waiting, null);
            case "A":
                return (OperationState.Cancelled, null);
            default:
                return (OperationState.Error, "unknownResult");
        }
    }
}
