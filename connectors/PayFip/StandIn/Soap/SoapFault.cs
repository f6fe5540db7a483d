namespace Hub.Connectors.PayFip.StandIn.Soap;

/// <summary>A fault of the service: its name and the four children that each of its faults carries.</summary>
internal sealed class SoapFault(string name, string code, string label, string description, int severity = 2) : Exception(label)
{
    public const string Functional = "FonctionnelleErreur";
    public const string Dysfunction = "TechDysfonctionnementErreur";
    public const string Unavailable = "TechIndisponibiliteErreur";
    public const string Protocol = "TechProtocolaireErreur";

    public string Name { get; } = name;

    public string Code { get; } = code;

    public string Label { get; } = label;

    public string Description { get; } = description;

    public int Severity { get; } = severity;

    /// <summary>The request is refused for what it says; sending it again changes nothing.</summary>
    public static SoapFault Refused(string code, string label, string description) => new(Functional, code, label, description);

    /// <summary>The message itself cannot be read.</summary>
    public static SoapFault Unreadable(string description) => new(Protocol, "T3", "Erreur de protocole", description, severity: 3);
}
