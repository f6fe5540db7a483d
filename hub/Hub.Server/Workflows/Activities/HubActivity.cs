using Hub.Workflows;
using Hub.Workflows.Activities;
using Text = Hub.Workflows.LocalizedText;

namespace Hub.Server.Workflows.Activities;

/// <summary>The hub's own activities: how they are described to the designer, and the list of them.</summary>
internal static class HubActivity
{
    private static readonly Text Category = new("Procedures", "Démarches");

    private static readonly Dictionary<string, Text> OutcomeNames = new(StringComparer.Ordinal)
    {
        ["Abandoned"] = ("Abandoned", "Abandonné"),
        ["Expired"] = ("Expired", "Expiré"),
        ["Identified"] = ("Identified", "Identifié"),
        ["Invalid"] = ("Invalid", "Non valide"),
        ["Paid"] = ("Paid", "Payé"),
        ["Received"] = ("Received", "Reçu"),
        ["Refused"] = ("Refused", "Refusé"),
        ["Valid"] = ("Valid", "Valide"),
    };

    /// <summary>How long to wait before the outcome TimedOut; empty means for ever.</summary>
    public static InputDescriptor TimeoutInput { get; } = Input(
        "Timeout",
        "TimeSpan",
        new("Timeout", "Délai"),
        new("How long to wait, as d.hh:mm:ss; empty waits for ever.", "Combien de temps attendre, sous la forme j.hh:mm:ss ; vide : sans limite."));

    /// <summary>What a refusal and a time-out do when nothing is connected to them.</summary>
    public static InputDescriptor IncidentInput { get; } = Input(
        "WhenUnconnected",
        "String",
        new("If nothing is connected", "Si rien n'est relié"),
        new(
            "What happens on a refusal or a time-out whose outcome leads nowhere. An incident stops here until an officer has mended its cause and retries.",
            "Ce qui se passe après un refus ou un délai dépassé dont l'issue ne mène nulle part. Un incident s'arrête ici jusqu'à ce qu'un agent en ait corrigé la cause et relance."),
        "dropdown") with
        {
            Choices = [new("", new("Not decided", "Non décidé")), new(ConnectorCall.Incident, new("An incident for an officer", "Un incident, pour un agent"))],
        };

    /// <summary>To add an activity: its file, and one line here.</summary>
    public static void AddTo(ActivityRegistry registry)
    {
        registry.Add(CitizenRequest.Descriptor, static () => new CitizenRequest());
        registry.Add(CloseJourney.Descriptor, static () => new CloseJourney());
        registry.Add(NotifyCitizen.Descriptor, static () => new NotifyCitizen());
        registry.Add(OpenCase.Descriptor, static () => new OpenCase());
        registry.Add(RequestPayment.Descriptor, static () => new RequestPayment());
        registry.Add(ResolveCitizen.Descriptor, static () => new ResolveCitizen());
        registry.Add(SendToConnector.Descriptor, static () => new SendToConnector());
        registry.Add(ValidatePayload.Descriptor, static () => new ValidatePayload());
        registry.Add(WaitForMessage.Descriptor, static () => new WaitForMessage());
    }

    public static ActivityDescriptor Describe(
        string typeName,
        Text title,
        Text description,
        IReadOnlyList<InputDescriptor> inputs,
        IReadOnlyList<OutputDescriptor> outputs,
        IReadOnlyList<string> outcomes,
        ActivityKind kind = ActivityKind.Action) => new()
        {
            TypeName = typeName,
            Category = Category,
            DisplayName = title,
            Description = description,
            Kind = kind,
            Inputs = inputs,
            Outputs = outputs,
            Ports = Ports(outcomes),
        };

    public static IReadOnlyList<PortDescriptor> Ports(IReadOnlyList<string> outcomes) => [.. outcomes.Select(outcome => PortDescriptor.Flow(outcome, OutcomeNames.GetValueOrDefault(outcome)))];

    public static InputDescriptor Input(string name, string type, Text title, Text description, string uiHint = "singleline") =>
        new() { Name = name, TypeName = type, DisplayName = title, Description = description, UIHint = uiHint };

    public static OutputDescriptor Output(string name, string type, Text title, Text description) =>
        new() { Name = name, TypeName = type, DisplayName = title, Description = description };
}
