using System.Text.Json;
using Hub.Workflows;

namespace Hub.Server.Workflows;

/// <summary>What the hub's own activities wait for: each stimulus' name and members, the same for sender and receiver.</summary>
internal static class StimulusNames
{
    public const string CitizenRequest = "Hub.CitizenRequest";
    public const string ConnectorReply = "Hub.ConnectorReply";
    public const string ConnectorEvent = "Hub.ConnectorEvent";
    public const string JourneyMessage = "Hub.JourneyMessage";
    public const string Timeout = "Hub.Timeout";
    public const string ScheduledStart = "Hub.ScheduledStart";

    public static JsonElement ForProcedure(string procedure) => JsonValues.Object(("procedure", JsonValues.From(procedure)));

    public static JsonElement ForReply(string commandId) => JsonValues.Object(("command", JsonValues.From(commandId)));

    /// <param name="paymentId">The payment that the event settles, so that one payment's late event never ends another's wait; null for events of other kinds.</param>
    public static JsonElement ForEvent(string eventType, string? paymentId = null) => JsonValues.Object(
        ("event", JsonValues.From(eventType)),
        ("payment", JsonValues.From(paymentId)));

    public static JsonElement ForMessage(string message) => JsonValues.Object(("message", JsonValues.From(message)));
}
