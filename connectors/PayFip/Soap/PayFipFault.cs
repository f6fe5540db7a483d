namespace Hub.Connectors.PayFip.Soap;

/// <summary>The four faults of the service.</summary>
internal enum FaultKind
{
    /// <summary>FonctionnelleErreur: what was asked is refused; asking again changes nothing.</summary>
    Functional,

    /// <summary>TechDysfonctionnementErreur: PayFiP stumbled.</summary>
    Dysfunction,

    /// <summary>TechIndisponibiliteErreur: PayFiP is closed for now.</summary>
    Unavailable,

    /// <summary>TechProtocolaireErreur: PayFiP could not read the message.</summary>
    Protocol,
}

/// <summary>PayFiP answered with a fault. The message holds its code and label, and nothing of what was sent.</summary>
internal sealed class PayFipFault(FaultKind kind, string code, string label) : Exception($"PayFiP {kind} fault {code}: {label}")
{
    /// <summary>The operation is unknown or was cleaned away.</summary>
    public const string UnknownOperation = "P1";

    /// <summary>There is no result yet.</summary>
    public const string NoResult = "P5";

    public FaultKind Kind { get; } = kind;

    public string Code { get; } = code;

    public string Label { get; } = label;
}

/// <summary>PayFiP gave no usable answer: no connection, no answer in time, an HTTP error, or something that is not SOAP.</summary>
/// <param name="reason">What was seen, without any content.</param>
/// <param name="retryAfter">How long PayFiP asked to wait, where it did.</param>
internal sealed class PayFipUnreachable(string reason, TimeSpan? retryAfter = null) : Exception("PayFiP gave no usable answer: " + reason)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
