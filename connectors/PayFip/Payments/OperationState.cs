namespace Hub.Connectors.PayFip.Payments;

/// <summary>Where one PayFiP operation (one <c>idOp</c>) stands.</summary>
internal enum OperationState
{
    /// <summary>The citizen has not finished.</summary>
    Waiting,

    /// <summary>Paid by card or direct debit, with the amount that was asked.</summary>
    Paid,

    /// <summary>The card or the direct debit was refused.</summary>
    Denied,

    /// <summary>The citizen gave up, and did not come back in time.</summary>
    Cancelled,

    /// <summary>The page was never used in time, or PayFiP no longer knows the operation.</summary>
    Expired,

    /// <summary>PayFiP said something unknown, or the amount is not the one asked: a person has to look.</summary>
    Error,
}
