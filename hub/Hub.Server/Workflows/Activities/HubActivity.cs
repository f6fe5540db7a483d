using Hub.Workflows;
using Hub.Workflows.Activities;
using Text = Hub.Workflows.LocalizedText;

namespace Hub.Server.Workflows.Activities;

/// <summary>The hub's own activities: how they are described to the designer, and the list of them.</summary>
internal static class HubActivity
{
    private const string Category = "Hub";

    /// <summary>How long to wait before the outcome TimedOut; empty means for ever.</summary>
    public static InputDescriptor TimeoutInput { get; } = Input(
        "Timeout",
        "TimeSpan",
        new("Timeout", "Délai"),
        new("How long to wait, as d.hh:mm:ss; empty waits for ever.", "Combien de temps attendre, sous la forme j.hh:mm:ss ; vide : sans limite."));

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
            Ports = [.. outcomes.Select(outcome => new PortDescriptor { Name = outcome, Kind = PortKind.Flow })],
        };

    public static InputDescriptor Input(string name, string type, Text title, Text description, string uiHint = "singleline") =>
        new() { Name = name, TypeName = type, DisplayName = title, Description = description, UIHint = uiHint };

    public static OutputDescriptor Output(string name, string type, Text title, Text description) =>
        new() { Name = name, TypeName = type, DisplayName = title, Description = description };
}
