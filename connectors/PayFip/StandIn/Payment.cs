namespace Hub.Connectors.PayFip.StandIn;

/// <summary>What was asked by <c>creerPaiementSecurise</c>, field by field as on the wire; <c>montant</c> is in cents.</summary>
internal sealed record PaymentOrder(
    string Exer, string Mel, long Montant, string Numcli, string Objet, string Refdet, string Saisie, string Urlnotif, string Urlredirect);

/// <summary>What the citizen will do with the payment page, fixed when the operation is created so that a restart changes nothing.</summary>
/// <param name="Result">The <c>resultrans</c> to reach (P, V, R, Z, A), or null when the citizen never decides.</param>
/// <param name="Delay">How long the citizen takes.</param>
/// <param name="PayAgain">True: pays even where the same reference was already paid.</param>
/// <param name="Notify">When and how often the notification is posted.</param>
/// <param name="AmountCents">An amount other than the one asked, or null.</param>
internal sealed record CitizenPlan(string? Result, TimeSpan Delay, bool PayAgain, Notifications Notify, long? AmountCents);

/// <summary>When and how often <c>urlnotif</c> is called.</summary>
internal enum Notifications
{
    Once,
    Never,
    Twice,

    /// <summary>Ten times at the same moment.</summary>
    TenTimes,

    /// <summary>As soon as the operation exists, before any result; never again.</summary>
    Early,

    /// <summary>Before the result, and once more after it.</summary>
    EarlyThenOnce,
}

/// <summary>How the citizen's visit ended.</summary>
internal sealed record Decision(string Result, DateTimeOffset At, long AmountCents, string? Authorization);

/// <summary>One payment operation: an <c>idOp</c>, what was asked, how it ended if it has, and whether the local authority took the notification of that.</summary>
internal sealed record Payment(string IdOp, DateTimeOffset CreatedAt, PaymentOrder Order, CitizenPlan Plan, Decision? Decision, bool Notified = false)
{
    /// <summary>Money has moved: by card (P) or by direct debit (V).</summary>
    public bool IsDebited => Decision?.Result is "P" or "V";
}
